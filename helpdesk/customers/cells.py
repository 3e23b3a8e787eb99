"""What people write into the cells of a spreadsheet, as custom fields keep it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

YES: Final = frozenset({"yes", "true", "1", "да", "так", "y", "+"})
NO: Final = frozenset({"no", "false", "0", "нет", "ні", "n", "-"})
# Day first, as it is written with dots in all countries that use them.
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def read_cell(text: str, kind: str, keys: Mapping[str, str]) -> Any:  # a JSON value whose kind the field tells
    """Return the text as a field of this kind wants it; what does not fit stays text, which the field then refuses.

    keys: of its choices, by key and by name in small letters.
    """
    match kind:
        case "number":
            return _number(text)
        case "date":
            return _date(text)
        case "yes_no":
            return True if text.casefold() in YES else False if text.casefold() in NO else text
        case "choice":
            return keys.get(text.casefold(), text)
        case "several":
            parts = [one.strip() for one in text.split(";") if one.strip()]
            return [keys.get(one.casefold(), one) for one in parts]
        case _:
            return text


def _number(text: str) -> int | float | str:
    try:
        number = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _date(text: str) -> str:
    dotted = _DOTTED.fullmatch(text)
    if dotted is None:
        return text
    try:
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1])).isoformat()
    except ValueError:
        return text


def keys_of(choices: Sequence[Mapping[str, Any]]) -> dict[str, str]:  # as a field keeps them
    """Return the key of each choice by its names in all languages and by the key itself, which comes first."""
    named = {name.casefold(): choice["key"] for choice in choices for name in choice["labels"].values()}
    return named | {choice["key"].casefold(): choice["key"] for choice in choices}
