"""English or another language in Latin letters, by the small words each cannot do without."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from routing.known_words import KnownWords
from routing.language_data import ENGLISH, OTHER_LATIN

_WORDS_WITHOUT_ENGLISH: Final = 7
_APOSTROPHES: Final = str.maketrans("’ʼ`", "'''")


def english_words(words: Sequence[str]) -> int:
    """Count the words no English text can do without."""
    return sum(map(itemgetter(0), map(_known.__getitem__, words)))


def is_english(words: Sequence[str]) -> bool:
    """Tell whether words in Latin letters are English; a few words without evidence are taken to be."""
    known = list(map(_known.__getitem__, words))
    english, foreign = sum(map(itemgetter(0), known)), sum(map(itemgetter(1), known))
    if foreign > english or (foreign and foreign == english and len(words) < _WORDS_WITHOUT_ENGLISH):
        return False
    return english > 0 or len(words) < _WORDS_WITHOUT_ENGLISH


def _sorts(word: str) -> tuple[bool, bool]:
    """Return whether a word is one of English, and whether it is one of another language."""
    plain = word.lower().translate(_APOSTROPHES)
    return plain in ENGLISH, plain in OTHER_LATIN or not plain.isascii()


_known: Final = KnownWords(_sorts)
