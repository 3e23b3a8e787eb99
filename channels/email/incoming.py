"""A read mail as the desk takes it in. Pure: what it needs to know of the mailbox is given to it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

from channels.email.parsed import MailAttachment, Mailbox, ParsedEmail
from channels.email.proof import authentication_of, proof_of
from helpdesk import mail_tokens
from helpdesk.files.images import size_of
from helpdesk.files.types import ACTIVE, HEAD_BYTES, PICTURES, type_of
from helpdesk.incoming import (
    IncomingBounce,
    IncomingFile,
    IncomingForward,
    IncomingMail,
    IncomingMessage,
    Sender,
)
from helpdesk.mail_ids import kept_id
from helpdesk.mailboxes import MailboxConfig, bare_address
from helpdesk.models import IdentityKind, SenderProof

VERIFIED_BY: Final = "dmarc"
MAX_ADDRESS_CHARS: Final = 320
_CID: Final = re.compile(r' src="cid:([^"]*)"')


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a mail got here. role: of the folder it lay in. before: what is dated earlier is old mail, taken over in silence."""

    inbound_id: int
    received_at: datetime
    content_hash: str
    role: str = "inbox"
    before: datetime | None = None


def incoming_of(
    parsed: ParsedEmail, files: Sequence[IncomingFile], arrival: Arrival, *, channel_id: int, config: MailboxConfig
) -> IncomingMessage:
    """Return the message a mail is. Its external id is its Message-ID, or a hash of its content where it has none.

    Machines send the same words every day; what has neither Message-ID nor date is only known by all of its bytes.
    """
    mail = _mail(parsed, arrival, config)
    address = parsed.from_email.lower()[:MAX_ADDRESS_CHARS]
    verified_by = VERIFIED_BY if mail.proof is SenderProof.VERIFIED else None
    return IncomingMessage(
        channel_id=channel_id,
        external_id=_external_id(parsed, arrival),
        peer=address,
        sender=_sender(parsed, address, verified_by=verified_by),
        text=parsed.text,
        html=parsed.html,
        sent_at=parsed.date or arrival.received_at,
        subject=parsed.subject,
        is_auto=parsed.auto_kind != "",
        mail=mail,
        files=tuple(files),
    )


def _external_id(parsed: ParsedEmail, arrival: Arrival) -> str:
    if parsed.message_id:
        return kept_id(parsed.message_id)
    return f"sha256:{parsed.content_key}" if parsed.date is not None else f"raw:{arrival.content_hash}"


def files_of(parsed: ParsedEmail, blobs: Sequence[str | None]) -> Iterator[IncomingFile]:
    """Yield a mail's files; blobs: where the bytes of each lie, None for those that could not be stored yet."""
    shown = {unquote(unescape(found)).strip("<> ") for found in _CID.findall(parsed.html)}
    for file, blob in zip(parsed.attachments, blobs, strict=True):
        head = bytes(file.data[:HEAD_BYTES])
        media_type = _type_of(file, head)
        width, height = size_of(head, media_type) or (None, None)
        yield IncomingFile(
            filename=file.filename,
            media_type=media_type,
            size=len(file.data),
            blob=blob,
            content_id=file.content_id or None,
            is_inline=file.content_id in shown,  # and not what only says so of itself
            width=width,
            height=height,
        )


def _type_of(file: MailAttachment, head: bytes) -> str:
    """Return what a file is called: what a page may show or run is told by its content, whatever its mail says."""
    found = type_of(head, file.filename)
    return found if found in PICTURES | ACTIVE or file.media_type in PICTURES | ACTIVE else file.media_type


def is_our_own(parsed: ParsedEmail, own: Collection[str]) -> bool:
    """Say whether this is a mail the desk itself sent, coming back: our signed Message-ID under one of our addresses."""
    if bare_address(parsed.from_email) not in own:
        return False
    ours = [mail_tokens.ticket_of(token) for token in mail_tokens.tokens_in([parsed.message_id])]
    aside = [mail_tokens.side_of(token) for token in mail_tokens.side_tokens_in([parsed.message_id])]
    return any(one is not None for one in (*ours, *aside))


def summary_of(parsed: ParsedEmail, *, folder: str) -> dict[str, Any]:
    """Return what a person needs to find a mail again."""
    return {
        "from": parsed.from_email[:MAX_ADDRESS_CHARS],
        "subject": parsed.subject[:300],
        "message_id": parsed.message_id[:400],
        "folder": folder,
        "to": [one.email[:MAX_ADDRESS_CHARS] for one in (*parsed.to, *parsed.cc)][:10],
    }


def _sender(parsed: ParsedEmail, address: str, *, verified_by: str | None) -> Sender:
    if address:
        return Sender(IdentityKind.EMAIL, address, name=parsed.from_name, verified_by=verified_by)
    # Nobody is known by an empty address: mails without a sender must not all become one customer's.
    return Sender(IdentityKind.EXTERNAL, f"mail:{parsed.content_key}", name=parsed.from_name)


def _mail(parsed: ParsedEmail, arrival: Arrival, config: MailboxConfig) -> IncomingMail:
    authentication = authentication_of(parsed.authentication_results, trusted=config.receiving_hosts)
    is_old = arrival.before is not None and parsed.date is not None and parsed.date < arrival.before
    return IncomingMail(
        mail_id=parsed.message_id,
        in_reply_to=parsed.in_reply_to,
        references=parsed.references,
        subject=parsed.subject,
        from_address=parsed.from_email[:MAX_ADDRESS_CHARS],
        from_name=parsed.from_name,
        reply_to=_pairs(parsed.reply_to),
        to=_pairs(parsed.to),
        cc=_pairs(parsed.cc),
        sent_at=parsed.date,
        proof=proof_of(authentication, from_email=parsed.from_email, is_clear=parsed.is_from_clear),
        authentication=dict(authentication),
        auto_kind=parsed.auto_kind,
        bounce=_bounce(parsed),
        folds=parsed.folds,
        has_remote_images=parsed.has_remote_images,
        content_key=parsed.content_key or None,
        inbound_id=arrival.inbound_id,
        tokens=_tokens(parsed),
        forward=_forward(parsed),
        is_spam=arrival.role == "spam",
        is_silent=is_old or arrival.role == "import",
    )


def _tokens(parsed: ParsedEmail) -> tuple[str, ...]:
    """Return what may be signed tokens: first where the mail was sent to, then the mails it answers, newest first."""
    addressed = [*parsed.delivered_to, *(one.email for one in (*parsed.to, *parsed.cc))]
    answered = [parsed.in_reply_to, *reversed(parsed.references)]
    named = [*addressed, *answered]
    return mail_tokens.tokens_in(named) + mail_tokens.side_tokens_in(named)


def _bounce(parsed: ParsedEmail) -> IncomingBounce | None:
    if parsed.auto_kind == "spam_report" and parsed.ids_in_bounced:
        return IncomingBounce(failed=(), is_hard=False, original_ids=parsed.ids_in_bounced)
    if not parsed.is_bounce or parsed.bounce is None:
        return None
    found = parsed.bounce
    ids = [found.original_message_id, *parsed.ids_in_bounced]
    return IncomingBounce(
        failed=parsed.failed_recipients or found.failed_recipients,
        is_hard=found.is_hard,
        status=found.status,
        diagnostic=found.diagnostic,
        original_ids=tuple(dict.fromkeys(id for id in ids if id)),
    )


def _forward(parsed: ParsedEmail) -> IncomingForward | None:
    if not parsed.forward_from:
        return None
    return IncomingForward(parsed.forward_from, parsed.forward_from_name, parsed.forward_subject)


def _pairs(mailboxes: Sequence[Mailbox]) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.email[:MAX_ADDRESS_CHARS]) for one in mailboxes)
