"""What a text is taken apart into: words and pairs of words; pieces of words, which stand for stemming."""

from itertools import pairwise
from typing import Final

from routing.folding import words_of

SHORTEST: Final = 2
LONGEST: Final = 5
NOTHING: Final = ""  # the one piece of a text without any


def words(text: str) -> list[str]:
    """Return the folded words and the pairs of neighbours."""
    found = words_of(text)
    return [*found, *map(" ".join, pairwise(found))] or [NOTHING]


def letters(text: str) -> list[str]:
    """Return all runs of two to five characters within words, the space before and after a word being part of it."""
    found: list[str] = []
    for word in text.lower().replace("ё", "е").split():
        padded = f" {word} "
        for length in range(SHORTEST, LONGEST + 1):
            found += [padded[start : start + length] for start in range(max(1, len(padded) - length + 1))]
            if len(padded) <= length:
                break
    return found or [NOTHING]
