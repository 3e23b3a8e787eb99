"""English or another language in Latin letters, by the small words each cannot do without."""

from collections.abc import Sequence
from typing import Final

from routing.language_data import ENGLISH, OTHER_LATIN

_WORDS_WITHOUT_ENGLISH: Final = 7
_APOSTROPHES: Final = str.maketrans("’ʼ`", "'''")


def english_words(words: Sequence[str]) -> int:
    """Count the words no English text can do without."""
    return sum(map(ENGLISH.__contains__, _plain(words)))


def is_english(words: Sequence[str]) -> bool:
    """Tell whether words in Latin letters are English; a few words without evidence are taken to be."""
    plain = _plain(words)
    english = sum(map(ENGLISH.__contains__, plain))
    foreign = sum(word in OTHER_LATIN or not word.isascii() for word in plain)
    if foreign > english or (foreign and foreign == english and len(plain) < _WORDS_WITHOUT_ENGLISH):
        return False
    return english > 0 or len(plain) < _WORDS_WITHOUT_ENGLISH


def _plain(words: Sequence[str]) -> list[str]:
    return " ".join(words).lower().translate(_APOSTROPHES).split()  # all at once: words hold no spaces
