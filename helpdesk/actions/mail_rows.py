"""The rows a mail becomes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from helpdesk import bulk, clock, markup
from helpdesk.actions.circle import folded
from helpdesk.actions.mail_known import Known
from helpdesk.incoming import IncomingMail, IncomingMessage, Mailbox
from helpdesk.mail_ids import kept_id, kept_references
from helpdesk.models import (
    AuthorKind,
    Category,
    Customer,
    Identity,
    IdentityKind,
    Message,
    MessageKind,
    SenderProof,
    Thread,
    Ticket,
)
from helpdesk.tokens import new_name

ADDRESS_CHARS: Final = 320
NAME_CHARS: Final = 200
SUBJECT_CHARS: Final = 300
MAX_RECIPIENTS: Final = 200


def identity_of(incoming: IncomingMessage, known: Mapping[str, Identity]) -> tuple[Identity, Customer | None]:
    """Return the identity that wrote, with a new customer when nobody is known by this address.

    Whoever cannot be told from somebody else is nobody we know: a new person for this one mail.
    """
    mail = incoming.mail
    assert mail is not None
    address = folded(mail.from_address)[:ADDRESS_CHARS]
    is_clear = bool(address) and mail.proof is not SenderProof.UNCLEAR
    if is_clear and address in known:
        return _met_again(known[address], mail), None
    now, name = clock.now(), markup.preview(mail.from_name or mail.from_address, chars=NAME_CHARS)
    proof = incoming.sender.verified_by or "mail" if mail.proof is SenderProof.VERIFIED else None
    identity = bulk.blank(
        Identity,
        kind=IdentityKind.EMAIL if is_clear else IdentityKind.EXTERNAL,
        address=address if is_clear else f"mail:{_digest(incoming)}",
        display=markup.preview(mail.from_name, chars=NAME_CHARS),
        verified_by=proof,
        verified_at=now if proof else None,
        created_at=now,
    )
    return identity, bulk.blank(Customer, name=name, created_at=now)


def new_ticket(incoming: IncomingMessage, known: Known, *, is_nobodys_work: bool) -> Ticket:
    """Return a new ticket with its channel's defaults; spam and old mail are closed, nobody's work is resolved."""
    mail, channel = incoming.mail, known.channels[incoming.channel_id]
    assert mail is not None
    category = Category.NEW
    if mail.is_spam or mail.is_silent:
        category = Category.CLOSED
    elif is_nobodys_work:
        category = Category.RESOLVED
    at, now = written_at(mail), clock.now()
    return bulk.blank(
        Ticket,
        subject=markup.preview(incoming.subject, chars=SUBJECT_CHARS) or markup.preview(incoming.text, chars=80),
        preview="",
        version=1,
        message_count=0,
        channel_id=channel.id,
        type_id=channel.default_type_id or known.type_id,
        priority=channel.default_priority,
        status_id=known.statuses[category].id,
        category=category,
        team_id=channel.team_id,
        created_at=at,
        updated_at=now,
        last_message_at=at,
        waiting_since=None,
        resolved_at=at if category is not Category.NEW else None,
        closed_at=at if category is Category.CLOSED else None,
        spam_at=now if mail.is_spam else None,
        classified_at=None if category is Category.NEW else now,
    )


def thread_of(incoming: IncomingMessage) -> Thread:
    """Return a new thread with the mail's sender."""
    mail = incoming.mail
    assert mail is not None
    peer = mail.from_address if mail.proof is not SenderProof.UNCLEAR else ""
    return bulk.blank(
        Thread,
        channel_id=incoming.channel_id,
        peer=peer[:ADDRESS_CHARS],
        details=dict(incoming.details),
        created_at=clock.now(),
    )


def message_of(incoming: IncomingMessage, ticket: Ticket, thread: Thread, identity: Identity | None) -> Message:
    """Return the message; what the desk itself was told of a mail of its own has no customer for an author."""
    mail = incoming.mail
    assert mail is not None
    body = markup.clean(incoming.text)
    return bulk.blank(
        Message,
        ticket_id=ticket.id,
        thread_id=thread.id,
        kind=MessageKind.IN,
        author_kind=AuthorKind.CUSTOMER if identity is not None else AuthorKind.SYSTEM,
        text=body,
        html=incoming.html,  # sanitised for its own frame; a plain mail is shown by its text and folds
        is_auto=incoming.is_auto or bool(mail.auto_kind),
        created_at=written_at(mail),
    )


def mail_values(incoming: IncomingMessage, message: Message) -> dict[str, Any]:
    """Return what a message was as a mail."""
    mail = incoming.mail
    assert mail is not None
    return {
        "message_id": message.id,
        "channel_id": incoming.channel_id,
        "mail_id": kept_id(mail.mail_id),
        "in_reply_to": kept_id(mail.in_reply_to),
        "references": kept_references(mail.references),
        "subject": mail.subject[:1000],
        "from_address": mail.from_address[:ADDRESS_CHARS],
        "from_name": mail.from_name[:NAME_CHARS],
        "reply_to": _mailboxes(mail.reply_to),
        "to": _mailboxes(mail.to),
        "cc": _mailboxes(mail.cc),
        "sent_at": mail.sent_at,
        "sender": mail.proof,
        "authentication": mail.authentication,
        "auto_kind": mail.auto_kind[:20],
        "folds": [list(fold) for fold in mail.folds],
        "has_remote_images": mail.has_remote_images,
        "content_key": mail.content_key,
        "inbound_id": mail.inbound_id,
        "forward": asdict(mail.forward) if mail.forward else None,
    }


def file_values(incoming: IncomingMessage, message: Message) -> list[dict[str, Any]]:
    """Return the files of a mail."""
    return [
        {
            "public_id": new_name(),
            "message_id": message.id,
            "channel_id": incoming.channel_id,
            "filename": file.filename[:255],
            "media_type": file.media_type[:127],
            "size": file.size,
            "blob": file.blob,
            "content_id": file.content_id[:300] if file.content_id else None,
            "is_inline": file.is_inline,
            "width": file.width,
            "height": file.height,
            "state": file.state,
            "created_at": clock.now(),
        }
        for file in incoming.files
    ]


def preview_of(text: str, mail: IncomingMail) -> str:
    """Return the new words of a mail, without what is folded away; all of it when nothing else is there."""
    return shown_words(text, mail.folds)


def shown_words(text: str, folds: Sequence[Sequence[Any]]) -> str:  # (start, end, kind), as JSON or not
    """Return a text without what is folded away; all of it when nothing else is there."""
    kept, last = [], 0
    for start, end, _ in sorted(folds, key=lambda fold: (fold[0], fold[1])):
        kept.append(text[last : max(start, last)])
        last = max(last, end)
    shown = "".join((*kept, text[last:]))
    return shown if shown.strip() else text


def written_at(mail: IncomingMail) -> datetime:
    """Return when a mail is taken to be written: old mail keeps its own time."""
    now = clock.now()
    return min(mail.sent_at, now) if mail.is_silent and mail.sent_at is not None else now


def _met_again(identity: Identity, mail: IncomingMail) -> Identity:
    if mail.proof is SenderProof.VERIFIED and identity.verified_by is None:
        identity.verified_by, identity.verified_at = "mail", clock.now()
    if not mail.auto_kind and identity.unreachable_reason is not None:
        identity.unreachable_at = identity.unreachable_reason = None
    return identity


def _mailboxes(mailboxes: Sequence[Mailbox]) -> list[Any]:  # JSON
    return [[name[:NAME_CHARS], address[:ADDRESS_CHARS]] for name, address in mailboxes[:MAX_RECIPIENTS]]


def _digest(incoming: IncomingMessage) -> str:
    return hashlib.sha256(f"{incoming.channel_id}:{incoming.external_id}".encode(errors="replace")).hexdigest()[:40]
