"""Whether a store would take what was read of a mail."""

import re
from collections.abc import Iterator
from dataclasses import fields
from html.parser import HTMLParser

from channels.email.parsed import BounceInfo, MailAttachment, Mailbox, ParsedEmail

_ALIVE = {"script", "svg", "math", "iframe", "object", "embed", "form", "link", "meta", "base", "style"}
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class _Page(HTMLParser):
    """What a page would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that runs something or an address that fetches something."""
        if tag in _ALIVE:
            self.alive.append(tag)
        for name, value in attrs:
            address = re.sub(r"\s", "", value or "").lower()
            fetches = name in ("src", "srcset", "background", "poster") and not address.startswith(
                ("cid:", "data:image/")
            )
            if (
                fetches
                or name.startswith("on")
                or name == "style"
                or (name == "href" and address.startswith(("javascript:", "data:", "vbscript:")))
            ):
                self.alive.append(f"{tag} {name}={value!r}"[:200])


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
    page = _Page()
    page.feed(mail.html)
    found.extend(f"alive in the page: {alive}" for alive in page.alive)
    if any(not file.filename or "/" in file.filename for file in mail.attachments):
        found.append("a file without a harmless name")
    if mail.from_email and "@" not in mail.from_email:
        found.append("a sender that is no address")
    return found
