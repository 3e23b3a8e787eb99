"""Taking in a message from Telegram: with its files, as part of its album, as an answer to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.coming_back import bring_back, put_last
from helpdesk.actions.receive import receive_message
from helpdesk.actions.telegram import photos, topics
from helpdesk.actions.telegram.known import beside, message_by_key
from helpdesk.incoming import IncomingFile, IncomingMessage
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Customer,
    Identity,
    IdentityKind,
    Message,
    MessageExternalId,
    TelegramFile,
)
from helpdesk.permissions import CUSTOMER
from helpdesk.tokens import new_name

NAME_CHARS = 200


@dataclass(frozen=True, slots=True)
class Extras:
    """What only Telegram knows of a message. file_ids: of its files, in their order; phone: proved to be the sender's.

    content: what it holds beyond words; pressed: the value of the button it came of.
    """

    file_ids: Sequence[str] = ()
    album: str = ""
    answers: str = ""
    quote: str = ""
    forwarded_from: str = ""
    language: str = ""
    phone: str = ""
    content: Mapping[str, Any] | None = None  # JSON
    pressed: str = ""


def take(session: Session, incoming: IncomingMessage, extras: Extras) -> tuple[Message, bool]:
    """Store a message and return it, and whether it is new; a later member of an album joins the earlier ones.

    Run it through `helpdesk.db.retrying`.
    """
    known = message_by_key(session, incoming.channel_id, incoming.external_id)
    if known is not None:
        return known, False
    first = message_by_key(session, incoming.channel_id, extras.album)
    message = _received(session, incoming) if first is None else _joined(session, first, incoming)
    _attach(session, message, incoming, extras.file_ids)
    _note(session, message, incoming, extras)
    _remember_person(session, message, incoming, extras)
    if extras.album and first is None:
        _name(session, message, incoming.channel_id, extras.album)
    session.flush()
    return message, True


def _received(session: Session, incoming: IncomingMessage) -> Message:
    topic = topics.name_before(session, incoming.channel_id, peer=incoming.peer)
    if topic:  # what came with the message is how it was called at first
        incoming = replace(incoming, details={**incoming.details, "topic": topic})
    if incoming.files and not incoming.text:
        incoming = replace(incoming, subject=incoming.subject or incoming.files[0].filename)
    message = receive_message(session, replace(incoming, files=()))
    if incoming.files and not incoming.text:
        ticket = open_ticket(session, message.ticket_id, by=CUSTOMER)
        ticket.preview = markup.preview(incoming.files[0].filename)
    return message


def _joined(session: Session, first: Message, incoming: IncomingMessage) -> Message:
    """Let a later member join its album's message; its ticket waits again if it had been answered meanwhile."""
    ticket = open_ticket(session, first.ticket_id, by=CUSTOMER)
    _name(session, first, incoming.channel_id, incoming.external_id)
    bring_back(session, ticket)
    ticket.waiting_since = ticket.waiting_since or clock.now()
    if ticket.last_message_id == first.id:
        ticket.message_count -= 1
        put_last(ticket, first)
    touch(ticket)
    events.record(session, "message.stored", by=CUSTOMER, ticket=ticket, message=first)
    return first


def _attach(session: Session, message: Message, incoming: IncomingMessage, file_ids: Sequence[str]) -> None:
    if not incoming.files:
        return
    rows = [_row(message, file, channel_id=incoming.channel_id) for file in incoming.files]
    session.add_all(rows)
    session.flush()
    now = clock.now()
    session.add_all(
        TelegramFile(
            attachment_id=row.id,
            channel_id=incoming.channel_id,
            file_id=file_id,
            tried_at=now,
            next_attempt_at=now,
        )
        for row, file_id in zip(rows, file_ids, strict=True)
        if row.state is AttachmentState.RETRYING
    )


def _row(message: Message, file: IncomingFile, *, channel_id: int) -> Attachment:
    return Attachment(
        public_id=new_name(),
        message_id=message.id,
        channel_id=channel_id,
        filename=file.filename[:255],
        media_type=file.media_type[:127],
        size=file.size,
        blob=file.blob,
        is_inline=file.is_inline,
        width=file.width,
        height=file.height,
        state=file.state,
        kind=file.kind,
        duration_s=file.duration_s,
        created_at=clock.now(),
    )


def _note(session: Session, message: Message, incoming: IncomingMessage, extras: Extras) -> None:
    if not (extras.album or extras.answers or extras.quote or extras.forwarded_from or extras.content):
        return
    noted = beside(session, message, channel_id=incoming.channel_id)
    if extras.album:
        part: dict[str, Any] = {"key": incoming.external_id, "text": incoming.text, "html": incoming.html}
        noted.parts = [*noted.parts, part]
        show_parts(message, noted.parts)
    answered = message_by_key(session, incoming.channel_id, extras.answers)
    if answered is not None:
        noted.answers_id = answered.id
    noted.quote, noted.forwarded_from = extras.quote or noted.quote, extras.forwarded_from or noted.forwarded_from
    noted.content = dict(extras.content) if extras.content else noted.content
    noted.pressed = extras.pressed or noted.pressed


def show_parts(message: Message, parts: Sequence[dict[str, Any]]) -> None:
    """Show the captions of an album as one text, in the order of its members."""
    ordered = sorted(parts, key=lambda part: (len(part["key"]), part["key"]))
    message.text = markup.clean("\n\n".join(part["text"] for part in ordered if part["text"]))
    message.html = markup.sanitise("".join(part["html"] for part in ordered))


def _remember_person(session: Session, message: Message, incoming: IncomingMessage, extras: Extras) -> None:
    identity = session.get(Identity, message.author_identity_id) if message.author_identity_id else None
    if identity is None:
        return
    # Names change and are taken over by others; who it is says the number alone.
    name = markup.preview(incoming.sender.name, chars=NAME_CHARS)
    if name and identity.display != name:
        identity.display = name
    if identity.unreachable_at is not None:
        identity.unreachable_at = identity.unreachable_reason = None
    customer = session.get_one(Customer, identity.customer_id)
    customer.name = customer.name or name
    customer.language = customer.language or extras.language.partition("-")[0]
    if incoming.peer == identity.address:
        photos.want(session, identity, channel_id=incoming.channel_id)
    if extras.phone:
        _add_phone(session, identity, extras.phone)


def _add_phone(session: Session, identity: Identity, phone: str) -> None:
    """Note a number that is proved to be this customer's; one that somebody else has stays theirs."""
    known = session.scalar(select(Identity).where(Identity.kind == IdentityKind.PHONE, Identity.address == phone))
    now = clock.now()
    if known is None:
        known = Identity(
            customer_id=identity.customer_id, kind=IdentityKind.PHONE, address=phone, display=phone, created_at=now
        )
        session.add(known)
    if known.customer_id == identity.customer_id and known.verified_by is None:
        known.verified_by, known.verified_at = "telegram", now


def _name(session: Session, message: Message, channel_id: int, key: str) -> None:
    session.add(MessageExternalId(channel_id=channel_id, external_id=key, message_id=message.id))
