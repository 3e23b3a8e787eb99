"""Blocks of From, Date, To and Subject that mail programs put above a mail they quote or forward."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from channels.email.phrases import phrases

MAX_BLOCK: Final = 30
MAX_LINE: Final = 2_000

_KINDS: Final = {label.casefold(): kind for kind, labels in phrases("labels").items() for label in labels}
_marks: Final = "[\\s>|*_\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_label: Final = re.compile(rf"{_marks}*+([^\s:：>*_][^:：\n]{{0,30}}?)[ \t\xa0]*[*_]*[:：][*_]*[ \t\xa0]*(.*)")
_folds: Final = {"from": 2, "to": 8, "cc": 8, "subject": 2, "date": 1}


@dataclass(frozen=True, slots=True)
class Block:
    """Which lines a block takes and what it says, by kind of label."""

    start: int
    end: int
    fields: dict[str, str]


def label_of(line: str) -> tuple[str, str]:
    """Return the kind of label a line begins with and its value, or two empty texts."""
    if ":" not in line[:60] and "：" not in line[:60]:
        return "", ""
    match = _label.match(line[:MAX_LINE])
    kind = _KINDS.get(match[1].casefold(), "") if match else ""
    return (kind, match[2].strip(" \t*_\u200e\u200f\u202a\u202c")) if match and kind else ("", "")


def block_at(lines: Sequence[str], start: int, *, is_announced: bool = False) -> Block | None:
    """Return the block that begins at this line.

    is_announced: a line above says that a mail follows, so that less is enough.
    """
    fields: dict[str, str] = {}
    end, current, folded = start, "", 0
    for place in range(start, min(len(lines), start + MAX_BLOCK)):
        line = lines[place]
        if not line.strip(" \t\xa0>"):
            if place > end or not _continues(lines, place + 1, fields):
                break
            continue
        kind, value = label_of(line)
        if kind and (kind not in fields or kind == "cc"):
            fields.setdefault(kind, value)
            current, folded, end = kind, 0, place + 1
        elif kind or not current or place > end:
            break
        elif folded < _folds[current] and (not fields[current] or len(line) < 200):
            fields[current] = f"{fields[current]} {line.strip(' >')}".strip()
            folded, end = folded + 1, place + 1
        else:
            break
    return Block(start, end, fields) if _is_mail(fields, is_announced=is_announced) else None


def _continues(lines: Sequence[str], place: int, fields: dict[str, str]) -> bool:
    """Tell whether after a blank line the next label follows: some programs write one to a paragraph."""
    if not fields or ("subject" in fields and "date" in fields) or place >= len(lines):
        return False
    kind, _ = label_of(lines[place])
    return bool(kind) and kind not in fields


def _is_mail(fields: dict[str, str], *, is_announced: bool) -> bool:
    kinds = fields.keys() - {"cc"}
    if is_announced:
        return "from" in kinds or len(kinds) >= 2
    has_address = any("@" in fields.get(kind, "") for kind in ("from", "to"))
    return "from" in kinds and len(kinds) >= 3 and ("subject" in kinds or has_address)
