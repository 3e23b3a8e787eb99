"""One letter with all that an agent was told and has not read, for those who want it."""

from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import desk_mails, system_mail
from helpdesk.models import Agent, Notification, Ticket
from helpdesk.models.notifications import TO_MAIL
from helpdesk.permissions import visible_to
from helpdesk.queries.rights import actor_of

MOST_LINES: Final = 20
MOST_GATHERED: Final = 500
MOST_AGENTS: Final = 200
WORTH_FOR: Final = timedelta(days=2)
NOT_NOW: Final = timedelta(minutes=30)  # until the gate is asked again


def send_due() -> int:
    """Write the letters that are due; return how many. What was read meanwhile, or went out before, is not in them."""
    due = (TO_MAIL, Notification.mail_due_at <= clock.now())
    with db.reading() as session:
        wanted = select(Notification.agent_id).where(*due).distinct().order_by(Notification.agent_id)
        agent_ids = session.scalars(wanted.limit(MOST_AGENTS)).all()
    written = 0
    for agent_id in agent_ids:
        with db.transaction() as session:
            db.lock(session, f"news letter:{agent_id}")
            written += _write(session, agent_id)
    return written


def _write(session: Session, agent_id: int) -> bool:
    """Gather what is to be mailed, what is not due yet with it: one letter, not several."""
    now = clock.now()
    mine = (TO_MAIL, Notification.agent_id == agent_id)
    waiting = session.execute(select(Notification.id, Notification.read_at, Notification.created_at).where(*mine)).all()
    over = [id for id, read_at, at in waiting if read_at is not None or at <= now - WORTH_FOR]
    ids = [id for id, _, _ in waiting if id not in set(over)]
    agent = session.get_one(Agent, agent_id)
    lines = _lines(session, agent, ids) if agent.is_active else []
    if lines:
        draft = desk_mails.news(
            session,
            agent,
            key=f"news:{agent_id}:{max(ids)}",
            lines=lines[:MOST_LINES],
            count=len(lines),
            until=now + WORTH_FOR,
        )
        if system_mail.post(session, draft) is None:
            _set(session, ids, now + NOT_NOW)
            _set(session, over, None)
            return False
    _set(session, [*over, *ids], None)
    return bool(lines)


def _lines(session: Session, agent: Agent, ids: list[int]) -> list[tuple[str, int, str]]:
    """Return kind, ticket number and subject of what they may still see, the newest first."""
    rows = session.execute(
        select(Notification.kind, Ticket.number, Ticket.subject)
        .outerjoin(Ticket, Ticket.id == Notification.ticket_id)
        .where(Notification.id.in_(ids), or_(Notification.ticket_id.is_(None), visible_to(actor_of(session, agent))))
        .order_by(Notification.id.desc())
        .limit(MOST_GATHERED)
    )
    return [(kind, number or 0, subject or "") for kind, number, subject in rows]


def _set(session: Session, ids: list[int], due_at: object) -> None:
    session.execute(
        update(Notification)
        .where(Notification.id.in_(ids))
        .values(mail_due_at=due_at)
        .execution_options(synchronize_session=False)
    )
