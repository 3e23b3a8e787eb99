"""What agents answered: accepted, stored once, sent once, in order per thread."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import ChannelKind, DeliveryState, Message, VisitorEvent
from runtime.faults.crowd import Crowd

DONE = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)


def check_replies(session: Session, crowd: Crowd) -> list[str]:
    """Compare what was posted and accepted with what is stored and what its visitor was told."""
    letters = crowd.journal.letters
    posted = {reply.client_key: reply for reply in crowd.journal.replies.values()}
    stored = session.scalars(select(Message).where(Message.client_key.in_(posted)).order_by(Message.id)).all()
    count = Counter(message.client_key for message in stored)
    wrong = [
        f"lost: the answer to {one.mark} was accepted and is not stored"
        for key, one in posted.items()
        if one.message_id and not count[key]
    ]
    wrong += [f"left over: nobody answers {mark}" for mark in letters if mark not in crowd.journal.replies]
    wrong += [f"not accepted: the answer to {one.mark}" for one in posted.values() if one.message_id is None]
    wrong += [
        f"doubled: the answer to {posted[key].mark} is stored {n} times" for key, n in count.items() if key and n > 1
    ]
    wrong += [
        f"{message.text!r} is {message.delivery_state}" for message in stored if message.delivery_state not in DONE
    ]
    marks = {key: one.mark for key, one in posted.items()}
    chats = [one for one in stored if letters[marks[one.client_key or ""]].channel is ChannelKind.WEBCHAT]
    return wrong + _told_once(session, chats) + _in_order(session, chats)


def _told_once(session: Session, stored: Sequence[Message]) -> list[str]:
    told = Counter(
        session.scalars(select(VisitorEvent.message_id).where(VisitorEvent.message_id.in_([one.id for one in stored])))
    )
    wrong = [f"never told: {one.text!r}" for one in stored if not told[one.id]]
    return wrong + [f"told {told[one.id]} times: {one.text!r}" for one in stored if told[one.id] > 1]


def _in_order(session: Session, stored: Sequence[Message]) -> list[str]:
    tickets = {message.ticket_id for message in stored}
    told = session.execute(
        select(VisitorEvent.ticket_id, Message.id)
        .join(Message, Message.id == VisitorEvent.message_id)
        .where(VisitorEvent.ticket_id.in_(tickets), Message.delivery_state.is_not(None))
        .order_by(VisitorEvent.ticket_id, VisitorEvent.seq)
    ).all()
    by_ticket = {ticket: [id for found, id in told if found == ticket] for ticket in tickets}
    return [
        f"out of order: answers on ticket {ticket} were sent as {ids}"
        for ticket, ids in by_ticket.items()
        if ids != sorted(ids)
    ]
