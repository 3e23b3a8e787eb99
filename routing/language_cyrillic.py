"""Russian or Ukrainian: letter sequences with weights measured on parallel sentences; other languages set aside."""

import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from routing.known_words import KnownWords
from routing.language_data import LETTER_WEIGHTS, RUSSIAN, UKRAINIAN

MAX_WORDS: Final = 200
_PRIOR_WEIGHT: Final = 1.5
_FOREIGN_SHARE: Final = 0.12

# Letters, spellings and words of Belarusian, Serbian, Macedonian, Bulgarian and the languages of Central Asia.
_FOREIGN: Final = re.compile(
    r"[ўђјљњћџѓќѕѣәғқңөұүһҳҷ]|ъ(?![еёюя])|і.*[ыэё]|[ыэё].*і|шчэ"
    r"|^(?:дзе|дзень|дзяк.*|усё|ёсць|няма|съм|са|това|какво|здравейте|моля|мога|искам|нямам|моята|моят|къде)$"
)

# Short words decide alone but weigh too little by their letters.
_WORD_WEIGHT: Final = 3.0

_LOOK_ALIKES: Final = str.maketrans("aceiopxyï’ʼ`", "асеіорхуї'''")


def russian_or_ukrainian(words: Sequence[str], *, prior: str) -> str:
    """Tell "ru", "uk", or "" for another language in Cyrillic letters."""
    weighed = list(map(_known.__getitem__, words[:MAX_WORDS]))
    if sum(map(itemgetter(0), weighed)) > _FOREIGN_SHARE * len(weighed):
        return ""
    leaning = sum(map(itemgetter(1), weighed)) + {"uk": _PRIOR_WEIGHT, "ru": -_PRIOR_WEIGHT}.get(prior, 0.0)
    return "uk" if leaning > 0 else "ru"


def _weighed(word: str) -> tuple[bool, float]:
    """Return whether a word is of another language, and how Ukrainian it looks."""
    plain = word.lower().translate(_LOOK_ALIKES)
    return _FOREIGN.search(plain) is not None, _leaning(plain)


def _leaning(word: str) -> float:
    """How Ukrainian a word looks; below zero Russian."""
    framed = f"^{word}$"
    length = len(framed)
    pieces = {framed[at : at + size] for size in range(1, 5) for at in range(length - size + 1)}
    pieces.add(framed)
    whole = _WORD_WEIGHT * ((word in UKRAINIAN) - (word in RUSSIAN))
    return whole + sum(LETTER_WEIGHTS.get(piece, 0.0) for piece in pieces)


_known: Final = KnownWords(_weighed)
