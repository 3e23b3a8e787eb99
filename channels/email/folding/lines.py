"""A text as lines, and what each line has been found to be."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Final

OWN: Final = "own"
BLANK: Final = "blank"
QUOTE: Final = "quote"
SIGNATURE: Final = "signature"
FORWARD: Final = "forward"


class Lines:
    """The lines of a text with their kinds; blank lines belong to what is around them."""

    def __init__(self, text: str) -> None:
        self.texts = text.split("\n")
        self.may_quote = ">" in text  # in most mails not
        kind_of = _kind if self.may_quote else _kind_without_quotes
        self.kinds = [kind_of(line) for line in self.texts]

    def __len__(self) -> int:
        return len(self.texts)

    def mark(self, start: int, end: int, kind: str) -> None:
        """Give the lines from start up to end a kind; blank ones stay blank."""
        for place in range(start, min(end, len(self))):
            if self.kinds[place] != BLANK:
                self.kinds[place] = kind

    def next_filled(self, start: int) -> int:
        """Return the first line from here that is not blank, or the number of lines."""
        while start < len(self) and self.kinds[start] == BLANK:
            start += 1
        return start

    def is_own_before(self, end: int) -> bool:
        """Tell whether the writer has said something above this line."""
        return any(
            self.kinds[place] == OWN and any(map(str.isalnum, self.texts[place]))
            for place in range(min(end, len(self)))
        )

    def joined(self, *kinds: str) -> str:
        """Return the lines of these kinds; an empty line stands where others were left out."""
        kept: list[str] = []
        for text, kind in zip(self.texts, self.kinds, strict=True):
            if kind in kinds:
                kept.append(text)
            elif kept and kept[-1]:
                kept.append("")
        return "\n".join(kept).strip("\n").rstrip()

    def own_blocks(self) -> Iterator[tuple[int, int]]:
        """Yield where each run of the writer's own lines begins and ends."""
        start = -1
        for place, kind in enumerate([*self.kinds, QUOTE]):
            if kind == OWN:
                start = place if start < 0 else start
            elif kind != BLANK and start >= 0:
                yield start, place
                start = -1

    def folds(self) -> tuple[tuple[int, int, str], ...]:
        """Return offsets into the text of every run of lines that a screen folds."""
        starts = [0, *accumulate(len(line) + 1 for line in self.texts)]
        found: list[tuple[int, int, str]] = []
        current, first, last = "", 0, 0
        for place, kind in enumerate([*self.kinds, OWN]):
            if kind == current:
                last = place
            elif kind != BLANK:
                if current in (QUOTE, SIGNATURE, FORWARD):
                    found.append((starts[first], starts[last] + len(self.texts[last]), current))
                current, first, last = kind, place, place
        return tuple(found)


def _kind_without_quotes(line: str) -> str:
    return BLANK if not line or line.isspace() else OWN


def _kind(line: str) -> str:
    bare = line.lstrip()
    if not bare:
        return BLANK
    if bare[0] != ">":
        return OWN
    # Mailbox files write >From where a line of text began with From.
    return OWN if line.startswith(">From ") else QUOTE
