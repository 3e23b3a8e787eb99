"""Digests: one mail to agents who are away, naming their tickets that changed meanwhile; off unless it is set.

What was told is known by the newest message told of, whatever the clock said then.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, leases, settings
from helpdesk.actions import desk_mails, system_mail
from helpdesk.models import Agent, Category, Presence, SystemMail, Ticket, WroteLast

KIND: Final = "digest"
UNTIL: Final = "until:"
MOST_TICKETS: Final = 20
MOST_AGENTS: Final = 200
SKEW: Final = timedelta(seconds=leases.SKEW_S)


def send_due() -> int:
    """Write the digests that are due; return how many. An agent gets one in a period, and none of what they were told."""
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
    now, period, last = clock.now(), timedelta(hours=hours), _last(session, agent_id)
    # One from the future was written before the clock was set back: how long ago, nobody knows.
    if last is not None and now - period < last.created_at <= now + SKEW:
        return False
    tickets = session.execute(
        select(Ticket.number, Ticket.subject, Ticket.last_message_id)
        .where(
            Ticket.assignee_id == agent_id,
            Ticket.category.in_((Category.NEW, Category.OPEN)),
            Ticket.last_message_from == WroteLast.CUSTOMER,
            Ticket.last_message_at > max(since, now - period),
            Ticket.last_message_id > _told_until(last),
        )
        .order_by(Ticket.last_message_at.desc())
        .limit(MOST_TICKETS)
    ).all()
    if not tickets:
        return False
    draft = desk_mails.digest(
        session,
        session.get_one(Agent, agent_id),
        key=f"{_prefix(agent_id)}{UNTIL}{max(one.last_message_id for one in tickets)}",
        tickets=[(one.number, one.subject) for one in tickets],
        until=now + period,
    )
    mail = system_mail.post(session, draft)
    return mail is not None and mail.created_at >= now


def _last(session: Session, agent_id: int) -> SystemMail | None:
    theirs = select(SystemMail).where(SystemMail.kind == KIND, SystemMail.key.startswith(_prefix(agent_id)))
    return session.scalar(theirs.order_by(SystemMail.id.desc()).limit(1))


def _prefix(agent_id: int) -> str:
    return f"digest:{agent_id}:"


def _told_until(last: SystemMail | None) -> int:
    _, _, until = ("" if last is None else last.key).partition(UNTIL)
    return int(until or 0)  # older ones name their period instead
