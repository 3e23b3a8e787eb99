"""An agent's Markdown as Telegram shows it: plain text with entities, whose offsets count UTF-16 units. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.token import Token

from helpdesk.markup import clean, markdown_tokens

OPENED: Final = {"strong_open": "bold", "em_open": "italic", "s_open": "strikethrough", "link_open": "text_link"}
CLOSED: Final = {"strong_close", "em_close", "s_close", "link_close"}


@dataclass(frozen=True, slots=True)
class Entity:
    """How a stretch of text looks; start and length in UTF-16 units."""

    kind: str
    start: int
    length: int
    url: str = ""
    language: str = ""

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text and its entities, in order."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def formatted(markdown: str) -> Formatted:
    """Return an agent's Markdown with its looks taken out of the text."""
    writer = _Writer()
    writer.blocks(markdown_tokens(clean(markdown)))
    return _trimmed(writer.text, writer.entities)


@dataclass(slots=True)
class _Writer:
    text: str = ""
    size: int = 0
    entities: list[Entity] = field(default_factory=list)
    _lists: list[int | None] = field(default_factory=list)  # the next number, None for bullets
    _quotes: list[int] = field(default_factory=list)
    _item_begins: bool = False

    def blocks(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            match token.type:
                case "bullet_list_open":
                    self._lists.append(None)
                case "ordered_list_open":
                    self._lists.append(int(token.attrGet("start") or 1))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._item()
                case "list_item_close":
                    self._item_begins = False
                case "blockquote_open":
                    self._apart()
                    self._quotes.append(self.size)
                case "blockquote_close":
                    self._quote_ends()
                case "paragraph_open":
                    self._paragraph()
                case "inline":
                    self._inline(token.children or [])
                case "fence":
                    self._apart()
                    self._mark("pre", token.content.rstrip("\n"), language=token.info.split(" ")[0][:40])

    def _write(self, text: str) -> None:
        self.text += text
        self.size += units(text)

    def _apart(self) -> None:
        """Begin a block; what begins a quote must not begin with empty lines."""
        if self.text and not (self._quotes and self._quotes[-1] == self.size):
            self._write("\n" if self._lists else "\n\n")
        self._item_begins = False

    def _paragraph(self) -> None:
        if not self._item_begins:
            self._apart()
        self._item_begins = False

    def _item(self) -> None:
        is_first = not self.text or (self._quotes and self._quotes[-1] == self.size)
        if not is_first:
            self._write("\n" if self._is_in_list() else "\n\n")
        number = self._lists[-1]
        self._write("  " * (len(self._lists) - 1) + ("• " if number is None else f"{number}. "))
        if number is not None:
            self._lists[-1] = number + 1
        self._item_begins = True

    def _is_in_list(self) -> bool:
        last = self.text.rpartition("\n")[2].lstrip()
        return last.startswith("• ") or last.split(". ")[0].isdecimal()

    def _quote_ends(self) -> None:
        start = self._quotes.pop()
        # Quotes inside of quotes are none to Telegram.
        if not self._quotes and self.size > start:
            self.entities.append(Entity("blockquote", start, self.size - start))

    def _inline(self, children: Sequence[Token]) -> None:
        opened: list[tuple[str, int, str]] = []
        for child in children:
            if child.type in OPENED:
                opened.append((OPENED[child.type], self.size, str(child.attrGet("href") or "")))
            elif child.type in CLOSED:
                kind, start, url = opened.pop()
                if self.size > start:
                    self.entities.append(Entity(kind, start, self.size - start, url))
            elif child.type == "code_inline":
                self._mark("code", child.content)
            elif child.type in ("softbreak", "hardbreak"):
                self._write("\n")
            else:
                self._write(child.content)

    def _mark(self, kind: str, text: str, *, language: str = "") -> None:
        start = self.size
        self._write(text)
        if self.size > start:
            self.entities.append(Entity(kind, start, self.size - start, language=language))


def _trimmed(text: str, entities: Sequence[Entity]) -> Formatted:
    return cut(text, entities, 0, units(text))


def cut(text: str, entities: Sequence[Entity], start: int, end: int) -> Formatted:
    """Return a stretch of a text without white space around it; entities that reach beyond it are cut too.

    start and end are UTF-16 units and must not lie inside a surrogate pair.
    """
    encoded = text.encode("utf-16-le")
    part = encoded[start * 2 : end * 2].decode("utf-16-le")
    left = units(part) - units(part.lstrip())
    part = part.strip()
    begin, stop = start + left, start + left + units(part)
    kept = [
        Entity(
            one.kind, max(one.start, begin) - begin, min(one.end, stop) - max(one.start, begin), one.url, one.language
        )
        for one in entities
        if one.start < stop and one.end > begin
    ]
    return Formatted(part, tuple(sorted(kept, key=lambda one: (one.start, -one.length))))
