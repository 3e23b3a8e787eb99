"""What a chat visitor is told, numbered without gaps per ticket, and what they say they have seen."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions import delivery
from helpdesk.models import (
    ChannelKind,
    Message,
    MessageKind,
    Thread,
    Ticket,
    Visitor,
    VisitorEvent,
    VisitorEventKind,
)
from helpdesk.models.channels import Channel


def told(
    session: Session,
    ticket: Ticket,
    kind: VisitorEventKind,
    *,
    message: Message | None = None,
    data: dict[str, Any] | None = None,
) -> VisitorEvent:
    """Give the next number of this (locked) ticket to a fact its visitor may know."""
    ticket.last_seq += 1
    fact = VisitorEvent(
        ticket_id=ticket.id,
        seq=ticket.last_seq,
        kind=kind,
        message_id=message.id if message else None,
        data=data or {},
        created_at=clock.now(),
    )
    session.add(fact)
    return fact


def tell_status(session: Session, ticket: Ticket, status: str) -> None:
    """Tell the visitor that their ticket is "open" or "resolved"; tickets of other channels have no visitor."""
    if _is_told_of(session, ticket):
        told(session, ticket, VisitorEventKind.STATUS, data={"status": status})


def tell_agent(session: Session, ticket: Ticket, agent_id: int) -> None:
    """Tell the visitor who takes care of them."""
    if _is_told_of(session, ticket):
        told(session, ticket, VisitorEventKind.AGENT, data={"agent_id": agent_id})


def tell_message(session: Session, ticket: Ticket, message: Message) -> None:
    """Tell the visitor of a message of the desk; of a ticket that begins with it, who takes care of them as well."""
    if ticket.last_seq == 0 and ticket.assignee_id is not None:
        told(session, ticket, VisitorEventKind.AGENT, data={"agent_id": ticket.assignee_id})
    told(session, ticket, VisitorEventKind.MESSAGE, message=message)


def seen(session: Session, visitor: Visitor, ticket_number: int, seq: int) -> bool:
    """Note that a visitor has seen everything up to `seq`; only ever moves forward. False when nothing moved."""
    row = session.execute(
        select(Thread, Ticket)
        .join(Ticket, Ticket.id == Thread.ticket_id)
        .where(Ticket.number == ticket_number, Thread.channel_id == visitor.channel_id, Thread.peer.in_(visitor.peers))
        .with_for_update(of=Ticket, key_share=True)
    ).first()
    if row is None:
        return False
    thread, ticket = row
    # Not locked with the ticket: whoever has that changes it. What it said may be from before we waited.
    session.refresh(thread, ["customer_seen_id"])
    newest = session.scalars(
        select(Message.id)
        .join(VisitorEvent, VisitorEvent.message_id == Message.id)
        .where(VisitorEvent.ticket_id == ticket.id, VisitorEvent.seq <= seq, Message.kind == MessageKind.OUT)
        .order_by(VisitorEvent.seq.desc())
        .limit(1)
    ).first()
    if newest is None or newest <= thread.customer_seen_id:
        return False
    read = session.scalars(
        select(Message.id).where(
            Message.ticket_id == thread.ticket_id,
            Message.thread_id == thread.id,
            Message.kind == MessageKind.OUT,
            Message.id > thread.customer_seen_id,
            Message.id <= newest,
        )
    ).all()
    thread.customer_seen_id = newest
    delivery.mark_read(session, read)
    return True


def _is_told_of(session: Session, ticket: Ticket) -> bool:
    """Say whether a visitor knows of the ticket: of one that the desk begins, only once its first message has gone."""
    if ticket.last_seq == 0:
        return False
    return session.get_one(Channel, ticket.channel_id).kind is ChannelKind.WEBCHAT
