"""How far an agent has read, and that the desk has seen what the customer wrote."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_ticket
from helpdesk.actions.notifications import read_with_ticket
from helpdesk.models import Message, MessageKind, ReadMark, Thread, Ticket
from helpdesk.permissions import Actor


def mark_read(session: Session, ticket_id: int, *, message_id: int, by: Actor) -> int:
    """Move an agent's mark on a ticket forward to a message of it, and return where it stands."""
    ticket = open_ticket(session, ticket_id, by=by)
    newest = session.scalar(
        select(func.max(Message.id)).where(Message.ticket_id == ticket_id, Message.id <= message_id)
    )
    if newest is None or by.agent_id is None:
        return 0
    read_with_ticket(session, ticket_id, by=by)
    mark = session.get(ReadMark, (by.agent_id, ticket_id))
    if mark is not None and mark.message_id >= newest:
        return mark.message_id
    if mark is None:
        mark = ReadMark(agent_id=by.agent_id, ticket_id=ticket_id)
        session.add(mark)
    mark.message_id, mark.read_at = newest, clock.now()
    events.record(session, "read.marked", by=by, ticket=ticket, data={"message_id": newest})
    _note_seen(session, ticket, newest, by=by)
    return newest


def mark_unread(session: Session, ticket_id: int, *, by: Actor) -> int:
    """Have a ticket unread for this agent alone, from the customer's newest message on; again changes nothing.

    Nobody else hears of it: the customer is not told that what they wrote was not seen after all.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    newest = _newest(session, ticket_id, MessageKind.IN) or _newest(session, ticket_id)
    if newest is None or by.agent_id is None:
        return 0
    mark = session.get(ReadMark, (by.agent_id, ticket_id))
    if mark is not None and mark.message_id < 0:
        return mark.message_id
    if mark is None:
        mark = ReadMark(agent_id=by.agent_id, ticket_id=ticket_id)
        session.add(mark)
    mark.message_id, mark.read_at = -newest, clock.now()
    events.record(session, "read.marked", by=by, ticket=ticket, data={"message_id": -newest})
    return -newest


def _newest(session: Session, ticket_id: int, *kinds: MessageKind) -> int | None:
    wanted = select(func.max(Message.id)).where(Message.ticket_id == ticket_id)
    return session.scalar(wanted.where(Message.kind.in_(kinds)) if kinds else wanted)


def _note_seen(session: Session, ticket: Ticket, message_id: int, *, by: Actor) -> None:
    for thread in session.scalars(select(Thread).where(Thread.ticket_id == ticket.id)):
        newest = session.scalar(
            select(func.max(Message.id)).where(
                Message.ticket_id == ticket.id,
                Message.thread_id == thread.id,
                Message.kind == MessageKind.IN,
                Message.id <= message_id,
            )
        )
        if newest is not None and newest > thread.desk_seen_id:
            thread.desk_seen_id = newest
            data = {"thread_id": thread.id, "message_id": newest}
            events.record(session, "thread.seen", by=by, ticket=ticket, data=data)
