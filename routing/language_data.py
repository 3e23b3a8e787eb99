"""What language detection was taught: frequent words by language, and weights of letter sequences."""

from importlib.resources import files
from typing import Final


def _lines(name: str) -> list[list[str]]:
    text = files("routing").joinpath(name).read_text(encoding="utf-8")
    return [line.split(" ") for line in text.splitlines()]


def _words(language: str) -> frozenset[str]:
    return frozenset(word for name, *words in _lines("language_words.txt") for word in words if name == language)


ENGLISH: Final = _words("en")
RUSSIAN: Final = _words("ru")
UKRAINIAN: Final = _words("uk")

# Small words of German, Dutch, French, Spanish, Portuguese, Italian, Polish, Czech, Turkish, Swedish, Romanian and
# of Russian in Latin letters that are not common English words too.
OTHER_LATIN: Final = _words("other")

# Tenths by which a letter sequence speaks for Ukrainian (below zero for Russian); ^ and $ are the ends of a word.
LETTER_WEIGHTS: Final = {
    piece: int(tenths) / 10 for tenths, *pieces in _lines("language_weights.txt") for piece in pieces
}
