"""Who a mail is from, its ids, and what makes two deliveries of it the same."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category

from channels.email.limits import MAX_REFERENCES
from channels.email.mime.addresses import read_addresses
from channels.email.mime.headers import Headers
from channels.email.parsed import Mailbox

_BRACKETED = re.compile(r"<([^<>]{1,1000})>")
_BARE = re.compile(r"[^\s<>\"(),;]{1,500}@[^\s<>\"(),;]{1,500}")
_WHITE = re.compile(r"\s+")
_RETURNED = re.compile(
    r"^[ \t>*]*(?:Message-ID|X-(?:Microsoft|Google|Gm)-Original-Message-ID)[ \t]*:[ \t]*\n?[ \t]*<([^<>\s]{3,500})>",
    re.MULTILINE | re.IGNORECASE,
)
_KEYED = ("from", "date", "subject", "message-id")
_MAX_EMAIL_CHARS = 320
_FIRST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Sender:
    """The mailbox a mail is from; clear when one From names one mailbox without doubt."""

    mailbox: Mailbox
    is_clear: bool
    defects: tuple[str, ...] = ()


def read_sender(headers: Headers) -> Sender:
    """Return who a mail is from; without a single answer the address is empty (security: never the first of several)."""
    values = headers.raw_all("from")
    found = [read_addresses(value, charset=headers.charset) for value in values]
    named = [mailbox for addresses in found for mailbox in addresses.mailboxes]
    boxes = [mailbox for mailbox in named if mailbox.email and len(mailbox.email) <= _MAX_EMAIL_CHARS]
    emails = dict.fromkeys(mailbox.email.lower() for mailbox in boxes)
    if len(emails) == 1:
        is_clear = len(values) == 1 and len(named) == 1 and found[0].is_clear and not _hides(boxes[0].email)
        return Sender(boxes[0], is_clear, () if is_clear else ("unclear_from",))
    stated = [
        mailbox for value in headers.raw_all("sender") for mailbox in read_addresses(value).mailboxes if mailbox.email
    ]
    if len(emails) > 1:
        return _among(boxes, stated)
    name = named[0].name if named else ""
    if len(stated) == 1 and not any("@" in mailbox.name for mailbox in named):
        return Sender(Mailbox(name or stated[0].name, stated[0].email), is_clear=False, defects=("no_from",))
    return Sender(Mailbox(name, ""), is_clear=False, defects=("unclear_from" if values else "no_from",))


def _hides(address: str) -> bool:
    """Say whether an address has characters that nobody sees, or that turn others round."""
    return not address.isascii() and any(category(character) == "Cf" for character in address)


def _among(boxes: Sequence[Mailbox], stated: Sequence[Mailbox]) -> Sender:
    """Return the one of several authors who sent the mail (RFC 5322, 3.6.2)."""
    senders = {mailbox.email.lower() for mailbox in stated}
    for mailbox in boxes:
        if len(senders) == 1 and mailbox.email.lower() in senders:
            return Sender(mailbox, is_clear=False, defects=("several_from",))
    return Sender(Mailbox(boxes[0].name, ""), is_clear=False, defects=("several_from",))


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Return the message ids in headers with their brackets, each once, in their order; at most 200, the oldest and newest of them."""
    found: dict[str, None] = {}
    for value in values:
        inner = _BRACKETED.findall(value) or _BARE.findall(value) or value.split()[:1]
        for id in inner:
            if compact := _WHITE.sub("", id):
                found.setdefault(f"<{compact}>")
    ids = (
        sorted(found, key=lambda id: "@" not in id)
        if len(found) > 1 and not all("@" in id for id in found)
        else list(found)
    )
    if len(ids) > MAX_REFERENCES:
        ids = [*ids[:_FIRST_REFERENCES], *ids[_FIRST_REFERENCES - MAX_REFERENCES :]]
    return tuple(ids)


def returned_ids(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the message ids that stand in the headers of returned mails."""
    return tuple(dict.fromkeys(f"<{id}>" for text in texts for id in _RETURNED.findall(text[:200_000])))[:50]


def content_key(headers: Headers, body: memoryview) -> str:
    """Return a hash that is the same for every delivery of a mail."""
    digest = hashlib.sha256()
    for name in _KEYED:
        digest.update(name.encode() + b":" + b"\n".join(headers.raw_all(name)) + b"\0")
    digest.update(body)
    return digest.hexdigest()
