"""Asking in a chat with a bot how the help was: a message with five buttons."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, events, i18n
from helpdesk.actions import machine_words
from helpdesk.actions.access import touch
from helpdesk.actions.telegram.known import beside
from helpdesk.actions.telegram.presses import STAR
from helpdesk.models import (
    AutomaticMail,
    Channel,
    ChannelKind,
    Customer,
    Identity,
    Message,
    Thread,
    Ticket,
)
from helpdesk.permissions import SYSTEM

A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 2
SCORES: Final = range(1, 6)


def write(session: Session, ticket: Ticket, *, kind: str) -> Message | None:
    """Queue the question to the customer of a ticket; None when they cannot be asked in private, or were too often."""
    thread = _thread(session, ticket)
    if thread is None or not _may_ask(session, ticket, thread, kind=kind):
        return None
    language = i18n.known(ticket.language or session.get_one(Customer, ticket.customer_id).language)
    text = i18n.text(language, "rating.ask_chat", number=ticket.number)
    message = machine_words.put(session, ticket, thread.id, text)
    noted = beside(session, message, channel_id=thread.channel_id)
    noted.buttons = [{"label": f"{score} ⭐", "value": f"{STAR}{score}"} for score in SCORES]
    touch(ticket)
    events.record(session, "message.queued", by=SYSTEM, ticket=ticket, message=message)
    return message


def _thread(session: Session, ticket: Ticket) -> Thread | None:
    """Return the chat with the customer alone: what a group thinks of the help is nobody's rating."""
    threads = session.scalars(
        select(Thread)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Thread.ticket_id == ticket.id, Channel.kind == ChannelKind.TELEGRAM, Channel.is_paused.is_(False))
        .order_by(Thread.id.desc())
    )
    return next((thread for thread in threads if thread.peer.isdecimal()), None)


def _may_ask(session: Session, ticket: Ticket, thread: Thread, *, kind: str) -> bool:
    identity = session.get(Identity, thread.identity_id) if thread.identity_id is not None else None
    if identity is None or identity.unreachable_at is not None:
        return False
    address = f"telegram:{thread.peer}"
    asked = select(func.count(AutomaticMail.id)).where(
        AutomaticMail.address == address,
        AutomaticMail.kind == kind,
        AutomaticMail.created_at > clock.now() - A_DAY,
    )
    if (session.scalar(asked) or 0) >= MOST_A_DAY:
        return False
    session.add(
        AutomaticMail(
            channel_id=thread.channel_id, ticket_id=ticket.id, address=address, kind=kind, created_at=clock.now()
        )
    )
    return True
