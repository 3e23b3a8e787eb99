"""Which alphabet a text is in: what was learnt from the words of one says nothing about another."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

LATIN: Final = "latin"
CYRILLIC: Final = "cyrillic"
OTHER: Final = "other"

LEAST_SHARE: Final = 0.05  # of what was learnt from, for an alphabet to count as known

_LATIN: Final = re.compile(r"[a-zA-Z\u00c0-\u024f]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LETTERS: Final = re.compile(r"[^\W\d_]")


def alphabet_of(text: str) -> str:
    """Return the alphabet of most letters; a text without any counts as Latin."""
    letters = len(_LETTERS.findall(text))
    if 2 * len(_CYRILLIC.findall(text)) > letters:
        return CYRILLIC
    return LATIN if not letters or 2 * len(_LATIN.findall(text)) >= letters else OTHER


def shares(texts: Sequence[str]) -> dict[str, float]:
    """Return the share of texts in each alphabet that occurs."""
    return {name: count / len(texts) for name, count in Counter(map(alphabet_of, texts)).items()}
