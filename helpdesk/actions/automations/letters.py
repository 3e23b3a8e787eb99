"""Letters of rules: in the customer's language, the way the ticket talks, through the gate of everything automatic."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events, i18n, markup, placeholders, settings
from helpdesk.actions import automatic, automatic_letters, machine_words, unsubscribing
from helpdesk.actions.access import touch
from helpdesk.actions.automatic import Planned
from helpdesk.errors import Conflict
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import (
    Channel,
    ChannelKind,
    Customer,
    Identity,
    Message,
    SenderProof,
    Thread,
    Ticket,
)
from helpdesk.permissions import RULES
from helpdesk.queries.filling import values_for

KIND = "automation"
OURS = frozenset({"ticket.number", "desk.name", "date.today", "team.name"})  # nothing a stranger may have written


def write(session: Session, ticket: Ticket, texts: Mapping[str, str]) -> Message:
    """Queue a letter to the customer of a locked ticket.

    Conflict, saying why by its code, when it must not be sent: "no_way", "limit", "placeholder",
    "unsubscribed".
    """
    thread = _thread(session, ticket)
    channel = session.get_one(Channel, thread.channel_id)
    language = _language(session, ticket, texts)
    if channel.kind is ChannelKind.EMAIL:
        return _by_mail(session, ticket, channel, texts[language], language=language)
    identity = session.get(Identity, thread.identity_id) if thread.identity_id is not None else None
    is_theirs = identity is not None and identity.customer_id == ticket.customer_id
    text = _filled(session, ticket, texts[language], language=language, only_ours=not is_theirs)
    if identity is not None and identity.unreachable_at is not None:
        raise Conflict("The customer cannot be reached there.", code="no_way")
    address = f"{channel.kind.value}:{channel.id}:{thread.peer}"
    planned = Planned(kind=KIND, address=address, channel_id=channel.id, ticket_id=ticket.id)
    _refuse_unsubscribed(session, ticket)
    if not automatic.may_write_in_chat(session, planned):
        raise Conflict("That would be too many.", code="limit")
    return _in_chat(session, ticket, thread, text)


def _thread(session: Session, ticket: Ticket) -> Thread:
    found = session.scalars(select(Thread).where(Thread.ticket_id == ticket.id).order_by(Thread.id.desc())).all()
    thread = next((one for one in found if not one.details.get("aside")), None)
    if thread is None:
        raise Conflict("Nobody to write to.", code="no_way")
    if session.get_one(Channel, thread.channel_id).kind is ChannelKind.TELEGRAM and not thread.peer.isdecimal():
        raise Conflict("A group gets no letters of rules.", code="no_way")
    return thread


def _by_mail(session: Session, ticket: Ticket, channel: Channel, text: str, *, language: str) -> Message:
    found = automatic_letters.newest_mail(session, ticket)
    if found is None:
        raise Conflict("No mail of a person to answer.", code="no_way")
    thread, _, mail = found
    is_verified = mail.sender is SenderProof.VERIFIED
    filled = _filled(session, ticket, text, language=language, only_ours=not is_verified)
    planned = Planned(
        kind=KIND,
        address=mail.from_address,
        channel_id=thread.channel_id,
        ticket_id=ticket.id,
        is_verified=is_verified,
        answers=mail,
    )
    _refuse_unsubscribed(session, ticket, address=mail.from_address)
    if not automatic.may_send(session, planned):
        raise Conflict("That would be too many, or nobody reads there.", code="limit")
    desk = MailboxConfig.of(channel).from_name or settings.get(session, "desk_name")
    subject = i18n.text(i18n.known(language), "acknowledgement.subject", desk=desk, number=ticket.number)
    return automatic_letters.write(session, ticket, thread, kind=KIND, subject=subject, text=filled, answered=mail)


def _refuse_unsubscribed(session: Session, ticket: Ticket, *, address: str = "") -> None:
    if unsubscribing.has_unsubscribed(session, ticket.customer_id, address=address):
        raise Conflict("The customer wants no such letters.", code="unsubscribed")


def _in_chat(session: Session, ticket: Ticket, thread: Thread, text: str) -> Message:
    message = machine_words.put(session, ticket, thread.id, text)
    touch(ticket)
    events.record(session, "message.queued", by=RULES, ticket=ticket, message=message)
    return message


def _language(session: Session, ticket: Ticket, texts: Mapping[str, str]) -> str:
    spoken = (ticket.language, session.get_one(Customer, ticket.customer_id).language, "", "en")
    return next((one for one in spoken if one in texts), next(iter(texts)))


def _filled(session: Session, ticket: Ticket, text: str, *, language: str, only_ours: bool) -> str:
    values = values_for(session, ticket, RULES, language=language or ticket.language)
    if only_ours:
        values = {name: value for name, value in values.items() if name in OURS}
    filled = placeholders.fill(text, values)
    if filled.missing:
        raise Conflict(f"Nothing fills {', '.join(filled.missing)}.", code="placeholder", missing=list(filled.missing))
    return markup.clean(filled.text)
