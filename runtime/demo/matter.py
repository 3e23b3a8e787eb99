"""One matter a customer has: what they say, what agents answered, what agents noted. Read from runtime/demo/matters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "matters"
LANGUAGES: Final = ("en", "ru", "uk")


class Voice(StrEnum):
    """Who says a line; the value is its mark in the file."""

    CUSTOMER = ">"
    AGENT = "<"
    NOTE = "#"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody said."""

    voice: Voice
    text: str


@dataclass(frozen=True, slots=True)
class Matter:
    """stars: how it is rated in the end, None: not at all. marks: photo, invoice, high, urgent."""

    topic: str
    subject: str
    stars: int | None
    marks: frozenset[str]
    lines: Sequence[Line]

    @property
    def opening(self) -> str:
        """What the customer begins with."""
        return self.lines[0].text

    @property
    def more(self) -> Sequence[str]:
        """What the customer says later, a line after each answer."""
        return [line.text for line in self.lines[1:] if line.voice is Voice.CUSTOMER]

    def told(self, **said: str) -> "Matter":
        """Return it with names and numbers put in."""
        lines = [replace(line, text=_put(line.text, said)) for line in self.lines]
        return replace(self, subject=_put(self.subject, said), lines=lines)


@cache
def matters(language: str) -> Sequence[Matter]:
    """Return all matters of a language."""
    blocks = (FOLDER / f"{language}.txt").read_text(encoding="utf-8").split("== ")
    return [_read(block) for block in blocks if block.strip()]


def _read(block: str) -> Matter:
    head, *rest = (line.strip() for line in block.strip().splitlines())
    topic, subject, stars, *marks = (part.strip() for part in head.split("|"))
    lines = [Line(Voice(line[0]), line[1:].strip()) for line in rest if line]
    marked = frozenset(mark for part in marks for mark in part.split())
    return Matter(topic, subject, None if stars == "-" else int(stars), marked, lines)


def _put(text: str, said: dict[str, str]) -> str:
    for name, value in said.items():
        text = text.replace("{" + name + "}", value)
    return text
