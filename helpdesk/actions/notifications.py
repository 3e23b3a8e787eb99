"""Telling single agents what they are to know: once, and by the ways they chose."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import bulk, clock, db, events, queue
from helpdesk.actions.news.choices import choices_of
from helpdesk.models import Notification, Push, PushDevice, Ticket
from helpdesk.news import Choices, Way
from helpdesk.permissions import SYSTEM, Actor

SENDING: Final = "helpdesk.actions.news.sending.send"
# Who opens the ticket knows all of this.
READ_WITH_TICKET: Final = (
    "ticket.assigned",
    "ticket.team",
    "message.received",
    "message.followed",
    "note.mentioned",
)


def notify(
    session: Session,
    agent_ids: Collection[int],
    *,
    kind: str,
    ticket: Ticket | None,
    data: dict[str, Any] | None = None,  # JSON: ids and numbers only
    occasion: str | None = None,
) -> list[int]:
    """Tell each of these agents privately, by the ways each chose for this kind; return whom it was news to.

    occasion: what it is about, at most 80 characters; of one occasion and kind an agent is told once, whoever asks.
    """
    if not agent_ids:
        return []
    choices = choices_of(session, agent_ids)
    devices = _devices(session, [id for id, one in choices.items() if Way.PUSH in one.ways_of(kind)])
    told = []
    for agent_id, chosen in sorted(choices.items()):
        ways = chosen.ways_of(kind) - (set() if devices.get(agent_id) else {Way.PUSH})
        if not ways - {Way.SOUND}:
            continue
        row = Notification(
            agent_id=agent_id,
            kind=kind,
            ticket_id=ticket.id if ticket else None,
            data=data or {},
            occasion=occasion,
            is_shown=Way.PAGE in ways,
            mail_due_at=_mail_due_at(chosen, ways),
        )
        if _tell(session, row, ticket, () if chosen.keeps_quiet(kind, clock.now()) else devices.get(agent_id, ())):
            told.append(agent_id)
    return told


def mark_read(session: Session, *, upto: int, by: Actor) -> int:
    """Note that an agent has read all their notifications up to an id; return how many that were."""
    unread = update(Notification).where(
        Notification.agent_id == by.agent_id, Notification.id <= upto, Notification.read_at.is_(None)
    )
    return session.connection().execute(unread.values(read_at=clock.now())).rowcount


def read_with_ticket(session: Session, ticket_id: int, *, by: Actor) -> int:
    """Note that an agent who reads a ticket has read what they were told of it; return how many that were."""
    unread = update(Notification).where(
        Notification.ticket_id == ticket_id,
        Notification.agent_id == by.agent_id,
        Notification.read_at.is_(None),
        Notification.kind.in_(READ_WITH_TICKET),
    )
    return session.connection().execute(unread.values(read_at=clock.now())).rowcount


def wake_sender() -> None:
    """Have a worker send what is to be pushed."""
    queue.wake(SENDING)


def _devices(session: Session, agent_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = {}
    if agent_ids:
        for device_id, agent_id in session.execute(
            select(PushDevice.id, PushDevice.agent_id).where(PushDevice.agent_id.in_(agent_ids))
        ):
            found.setdefault(agent_id, []).append(device_id)
    return found


def _mail_due_at(chosen: Choices, ways: Collection[Way]) -> datetime | None:
    return clock.now() + timedelta(minutes=chosen.mail_after_min) if Way.MAIL in ways else None


def _tell(session: Session, row: Notification, ticket: Ticket | None, devices: Sequence[int]) -> bool:
    now = clock.now()
    values = {
        name: getattr(row, name)
        for name in ("agent_id", "kind", "ticket_id", "data", "occasion", "is_shown", "mail_due_at")
    }
    notification_id = bulk.insert_once(session, Notification, {**values, "created_at": now})
    if notification_id is None:
        return False
    bulk.write(
        session,
        Push,
        [{"notification_id": notification_id, "device_id": id, "due_at": now, "created_at": now} for id in devices],
    )
    if devices:
        db.after_commit(session, SENDING, wake_sender)
    if row.is_shown:
        told = {"notification_id": notification_id}
        events.record(session, "notification.added", by=SYSTEM, ticket=ticket, agent_id=row.agent_id, data=told)
    return True
