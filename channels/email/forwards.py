"""Who wrote the mail that somebody forwarded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from channels.email.folding.labels import Block, block_at, label_of
from channels.email.folding.separators import separator_kind
from channels.email.parsed import AttachedMail
from channels.email.phrases import phrases

MAX_LINES: Final = 4_000

_prefix: Final = re.compile(
    rf"\s*(?:\[[^\[\]]{{1,40}}\]\s*)?(?:{'|'.join(map(re.escape, phrases('forwards')['prefix']))})(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
_address: Final = re.compile(r"[^\s<>()\[\]\",;:*'«»]{1,64}@[^\s<>()\[\]\",;:*'«»@]{1,253}")
_link: Final = re.compile(r"<?\[?mailto:[^\s<>\]]*[>\]]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Forward:
    """The first writer of a forwarded mail; what is not told is empty."""

    address: str
    name: str
    subject: str


def find_forward(text: str, *, subject: str, attached: AttachedMail | None) -> Forward | None:
    """Return who wrote the mail that this one passes on, in its text or attached; None when it passes on none."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    place = _announcement(lines)
    found = _below(lines, place) if place >= 0 else None
    if found is None and is_forward_subject(subject):
        block = _first_block(lines)
        found = _read(block) if block else None
    if found and found.address:
        return found
    if attached and (attached.from_email or attached.from_name):
        return Forward(attached.from_email, attached.from_name, attached.subject)
    return found


def is_forward_subject(subject: str) -> bool:
    """Tell whether a subject begins as that of a forwarded mail."""
    return bool(_prefix.match(subject[:80]))


def _announcement(lines: Sequence[str]) -> int:
    """Return the first line that says that a forwarded mail follows, or -1."""
    for place, line in enumerate(lines):
        if (
            len(line) <= 160
            and line.strip()
            and separator_kind(line.lstrip("> "), lines[place + 1 : place + 6]) == "forward"
        ):
            return place
    return -1


def _below(lines: Sequence[str], place: int) -> Forward | None:
    """Read the labels under an announcement, or the one line that some programs write: date, name, address."""
    for below in range(place + 1, min(len(lines), place + 5)):
        line = lines[below].strip("> \t")
        if label_of(line)[0]:
            block = block_at(lines, below, is_announced=True)
            return _read(block) if block else None
        found = _address.search(line) if line.endswith(":") else None
        if found:
            name = re.split(r"\d,|\d ", line[: found.start()])[-1]
            return _forward(f"{name}{found[0]}", "")
    return None


def _first_block(lines: Sequence[str]) -> Block | None:
    for place, line in enumerate(lines):
        if label_of(line)[0] and (block := block_at(lines, place)):
            return block
        if separator_kind(line) == "quote":
            for below in range(place + 1, min(len(lines), place + 4)):
                if label_of(lines[below])[0] and (block := block_at(lines, below, is_announced=True)):
                    return block
    return None


def _read(block: Block) -> Forward | None:
    return _forward(block.fields.get("from", "")[:1_000], block.fields.get("subject", ""))


def _forward(sender: str, subject: str) -> Forward | None:
    found = _address.search(_link.sub(lambda link: f" <{link[0].strip('<>[]')[7:]}> ", sender))
    name = _link.sub("", sender)
    address = ""
    if found:
        local, _, domain = found[0].strip(".").rpartition("@")
        address = f"{local}@{domain.lower()}"
        name = name.replace(found[0], "")
    name = " ".join(re.sub(r"[<>()\[\]\"*«»]", " ", name).split()).strip(" ,;'")
    subject = " ".join(subject.split())[:1_000]
    return Forward(address, name[:200], subject) if address or name else None
