"""Text made comparable: case, accents of spelling, apostrophes and look-alike letters of the other alphabet."""

import re
import unicodedata
from itertools import chain
from typing import Final

from routing.known_words import KnownWords

_ADDRESSES: Final = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_TOKENS: Final = re.compile(r"[^\W_]+|\?")
_DROPPED: Final = re.compile("['’‘ʼ`´\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_TO_CYRILLIC: Final = str.maketrans("aceiopxykmtbhun0346", "асеіорхукмтвнипозчб")
_TO_LATIN: Final = str.maketrans("асеіорхукмтвн", "aceiopxykmtbh")
_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_LATIN: Final = re.compile(r"[a-z]")
_MIXED: Final = re.compile(r"[\u0400-\u04ff][^\W\u0400-\u04ff]|[^\W\u0400-\u04ff][\u0400-\u04ff]")


def words_of(text: str) -> list[str]:
    """Split a text into folded words; a question mark counts as a word. Addresses are left out."""
    if may_hold_addresses(text):
        text = _ADDRESSES.sub(" ", text)
    # Piece by piece: folding one takes ten times as long as looking it up.
    return list(chain.from_iterable(map(_folded.__getitem__, text.split())))


def may_hold_addresses(text: str) -> bool:
    """Say whether a text may hold addresses of mails or pages; looking for them takes far longer."""
    if "@" in text or "://" in text:
        return True
    return ("w." in text or "W." in text) and "www." in text.lower()


def _fold(piece: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", piece).casefold()
    plain = _DROPPED.sub("", plain).replace("ё", "е").replace("ґ", "г")
    words = _TOKENS.findall(plain)
    is_mixed = not plain.isascii() and _MIXED.search(plain) is not None
    return tuple(map(_one_alphabet, words) if is_mixed else words)


_folded: Final = KnownWords(_fold)


def _one_alphabet(word: str) -> str:
    """Write a word that mixes two alphabets in the one it has more letters of."""
    cyrillic = len(_CYRILLIC.findall(word))
    if not cyrillic or cyrillic == len(word):
        return word
    latin = len(_LATIN.findall(word))
    if latin > cyrillic:
        return word.translate(_TO_LATIN)
    return word.translate(_TO_CYRILLIC)
