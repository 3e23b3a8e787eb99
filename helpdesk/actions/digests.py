"""Digests: one mail to agents who are away, naming their tickets that changed meanwhile; off unless it is set."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, settings
from helpdesk.actions import desk_mails, system_mail
from helpdesk.models import Agent, Category, Presence, Ticket, WroteLast

MOST_TICKETS: Final = 20
MOST_AGENTS: Final = 200


def send_due() -> int:
    """Write the digests that are due; return how many. Asked for twice in one period, an agent gets one."""
    with db.reading() as session:
        hours = int(settings.get(session, "digest_hours"))
        away = _away(session, timedelta(hours=hours)) if hours > 0 else {}
    written = 0
    for agent_id, since in away.items():
        with db.transaction() as session:
            written += _write(session, agent_id, since=since, hours=hours)
    return written


def _away(session: Session, period: timedelta) -> dict[int, datetime]:
    """Return since when agents have not been at the desk, of those who were away for a whole period."""
    found = session.execute(
        select(Agent.id, Presence.last_seen_at)
        .join(Presence, Presence.agent_id == Agent.id)
        .where(Agent.is_active, Presence.last_seen_at < clock.now() - period)
        .order_by(Agent.id)
        .limit(MOST_AGENTS)
    )
    return {agent_id: seen_at for agent_id, seen_at in found if seen_at is not None}


def _write(session: Session, agent_id: int, *, since: datetime, hours: int) -> bool:
    now, period = clock.now(), timedelta(hours=hours)
    tickets = session.execute(
        select(Ticket.number, Ticket.subject)
        .where(
            Ticket.assignee_id == agent_id,
            Ticket.category.in_((Category.NEW, Category.OPEN)),
            Ticket.last_message_from == WroteLast.CUSTOMER,
            Ticket.last_message_at > max(since, now - period),
        )
        .order_by(Ticket.last_message_at.desc())
        .limit(MOST_TICKETS)
    ).all()
    if not tickets:
        return False
    draft = desk_mails.digest(
        session,
        session.get_one(Agent, agent_id),
        key=f"digest:{agent_id}:{int(now.timestamp() // period.total_seconds())}",
        tickets=[(number, subject) for number, subject in tickets],
        until=now + period,
    )
    mail = system_mail.post(session, draft)
    return mail is not None and mail.created_at >= now
