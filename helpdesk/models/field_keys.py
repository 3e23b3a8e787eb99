"""What values of custom fields are ordered by: an ascending whole number each, exact in JavaScript."""

import struct
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from helpdesk.models.fields import FieldKind

SORTABLE: Final = frozenset(FieldKind) - {FieldKind.SEVERAL}
EMPTY: Final = 2**52  # at least this: behind all values in either direction
_LETTERS: Final = " 0123456789abcdefghijklmnopqrstuvwxyzабвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
_WEIGHTS: Final = {letter: place for place, letter in enumerate(_LETTERS, start=1)}
_BASE: Final = len(_LETTERS) + 2  # 0 ends a text, the greatest stands for every other letter
_DEPTH: Final = 8  # letters: more would not be exact
_COARSE: Final = 11  # bits of a double that are left out: some 12 digits count


def value_key(kind: FieldKind, value: Any, choices: Sequence[Mapping[str, Any]] = ()) -> int | None:  # JSON
    """Return the place of a value among those of its kind; None for what is empty or of another kind."""
    match kind, value:
        case FieldKind.NUMBER, int() | float() if not isinstance(value, bool):
            return _of_number(value)
        case FieldKind.DATE, str():
            return _of_date(value)
        case FieldKind.YES_NO, bool():
            return 0 if value else 1
        case FieldKind.CHOICE, str():
            return next((place for place, choice in enumerate(choices) if choice["key"] == value), len(choices))
        case FieldKind.TEXT, str() if value:
            return _of_text(value)
    return None


def _of_number(value: float) -> int:
    (bits,) = struct.unpack(">q", struct.pack(">d", abs(float(value))))
    return int(bits >> _COARSE) * (-1 if value < 0 else 1)


def _of_date(value: str) -> int | None:
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError:
        return None


def _of_text(value: str) -> int:
    key = 0
    for weight in (_weights(value) + [0] * _DEPTH)[:_DEPTH]:
        key = key * _BASE + weight
    return key


def _weights(value: str) -> list[int]:
    """Return the places of the first letters in the alphabets of our languages; marks and signs do not count."""
    found: list[int] = []
    for letter in unicodedata.normalize("NFC", value[: 4 * _DEPTH].casefold()):
        plain = letter if letter in _WEIGHTS else unicodedata.normalize("NFKD", letter)[0]
        if plain in _WEIGHTS:
            found.append(_WEIGHTS[plain])
        elif unicodedata.category(plain)[0] in "LN":
            found.append(_BASE - 1)
    return found
