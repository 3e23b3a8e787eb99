"""What the desk shows in place of a mail that cannot be read, or is not wholly here."""

import re
from dataclasses import replace
from typing import Any, Final

from channels.email.incoming import Arrival
from channels.email.mime.headers import Headers
from channels.email.parsed import ParsedEmail
from channels.intake_drain import RawRow
from helpdesk import i18n, raw_things, storage
from helpdesk.incoming import IncomingFile, IncomingMail, IncomingMessage, Sender
from helpdesk.models import AttachmentState, IdentityKind, SenderProof

HEAD_BYTES: Final = 65_536
MEGABYTE: Final = 1_000_000

_address = re.compile(r"[\w.+\-=]{1,64}@[\w.\-]{1,253}")


def unreadable(
    row: RawRow, arrival: Arrival, *, channel_id: int, error: str, language: str
) -> tuple[IncomingMessage, dict[str, Any]]:
    """Return a message that says that a mail could not be read, with the original attached, and what it is found by."""
    raw = _raw(row)
    summary = head_of(raw, folder=str((row.payload or {}).get("folder", "")))
    file = _original(row, raw)
    text = i18n.text(language, "mail_in.unreadable" if file else "mail_in.lost", error=error)
    address = summary["from"]
    mail = IncomingMail(
        subject=summary["subject"],
        from_address=address,
        sent_at=arrival.received_at,
        proof=SenderProof.UNCLEAR,
        content_key=row.content_hash,
        inbound_id=row.id,
        is_spam=arrival.role == "spam",
        is_silent=arrival.role == "import",
    )
    incoming = IncomingMessage(
        channel_id=channel_id,
        external_id=f"inbound:{row.id}",
        peer=address,
        sender=Sender(IdentityKind.EXTERNAL, f"mail:{row.content_hash or row.key}"[:300]),
        text=text,
        sent_at=arrival.received_at,
        subject=summary["subject"] or i18n.text(language, "mail_in.unreadable_subject"),
        mail=mail,
        files=(file,) if file else (),
    )
    return incoming, summary


def without_body(parsed: ParsedEmail, *, size: int, language: str) -> ParsedEmail:
    """Return what is shown of a mail over the limit: who wrote and about what, and that the rest is in the mailbox."""
    text = i18n.text(language, "mail_in.too_large", megabytes=round(size / MEGABYTE))
    return replace(parsed, text=text, reply=text, html="", folds=(), attachments=())


def head_of(raw: bytes, *, folder: str) -> dict[str, Any]:
    """Return what a mail is found by, read from its head alone, whatever the rest of it is."""
    try:
        headers = Headers.read(raw[:HEAD_BYTES])
        address = _address.search(headers.get("from"))
        return {
            "from": address[0].lower() if address else "",
            "subject": headers.get("subject")[:300],
            "message_id": headers.get("message-id")[:400],
            "folder": folder,
        }
    except (ValueError, LookupError, RecursionError):
        return {"from": "", "subject": "", "message_id": "", "folder": folder}


def _raw(row: RawRow) -> bytes:
    try:
        return raw_things.unpacked(row.raw, row.blob)
    except (OSError, ValueError):
        return b""


def _original(row: RawRow, raw: bytes) -> IncomingFile | None:
    if not raw:
        return None
    try:
        blob = row.blob or storage.put_bytes(raw)
    except OSError:
        return IncomingFile("message.eml", "message/rfc822", len(raw), None, state=AttachmentState.RETRYING)
    return IncomingFile("message.eml", "message/rfc822", len(raw), blob)
