"""Whether a store would take what was read of a mail."""

import re
from collections.abc import Iterator
from dataclasses import fields

from channels.email.parsed import BounceInfo, MailAttachment, Mailbox, ParsedEmail

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def refused(mail: ParsedEmail) -> list[str]:
    """Return the strings of a mail that PostgreSQL or a screen would refuse."""
    return [text for text in _strings(mail) if _REFUSED.search(text)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, ParsedEmail | Mailbox | MailAttachment | BounceInfo):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def broken_promises(mail: ParsedEmail) -> list[str]:
    """Return what a parsed mail must never be, whatever its bytes were."""
    found = [f"refused by stores: {text[:80]!r}" for text in refused(mail)]
    if mail.text.strip() and not mail.reply.strip():
        found.append("an empty reply of a mail with text")
    if any(not 0 <= start <= end <= len(mail.text) for start, end, _ in mail.folds):
        found.append("folds outside of the text")
    if re.search(r"<script|<svg|javascript:|<img[^>]+ src=[\"']?(?!cid:|data:image/)", mail.html, re.IGNORECASE):
        found.append("something alive in the page")
    if any(not file.filename or "/" in file.filename for file in mail.attachments):
        found.append("a file without a harmless name")
    if mail.from_email and "@" not in mail.from_email:
        found.append("a sender that is no address")
    return found
