"""Checks of what an administrator typed into a rule, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from helpdesk.errors import Invalid
from routing.phrases import read_phrase

MAX_ENTRIES: Final = 500
MAX_LENGTH: Final = 120
MAX_STARS: Final = 3
MAX_GAPS: Final = 3
LEVELS: Final = range(1, 6)


class InvalidRule(Invalid, ValueError):
    """The rule is not valid."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}", field=field)


def an_object(field: str, data: object, *, allowed: Sequence[str]) -> Mapping[str, object]:
    """Read an object that has no keys but the allowed ones."""
    if not isinstance(data, Mapping):
        raise InvalidRule(field, "must be an object")
    for key in data:
        if key not in allowed:
            raise InvalidRule(f"{field}.{key}", f"is not known; use {', '.join(allowed)}")
    return data


def a_flag(field: str, value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise InvalidRule(field, "must be true or false")
    return value


def a_number(field: str, value: object) -> int:
    """Read a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidRule(field, "must be a whole number")
    return value


def a_name(field: str, value: object) -> str:
    """Read a short text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidRule(field, "must not be empty")
    if len(value) > MAX_LENGTH:
        raise InvalidRule(field, f"must have at most {MAX_LENGTH} characters")
    return value.strip()


def names(field: str, value: object) -> tuple[str, ...]:
    """Read a list of short texts; each counts once."""
    return tuple(dict.fromkeys(a_name(f"{field}[{n}]", entry) for n, entry in enumerate(_a_list(field, value))))


def choices(field: str, value: object, known: Sequence[str]) -> tuple[str, ...]:
    """Read a list of entries from a known few."""
    return tuple(choice(field, entry, known) for entry in names(field, value))


def choice(field: str, value: object, known: Sequence[str]) -> str:
    """Read one entry of a known few."""
    if not isinstance(value, str) or value not in known:
        raise InvalidRule(field, f"{value!r} is not known; choose from {', '.join(known)}")
    return value


def ids(field: str, value: object) -> tuple[int, ...]:
    """Read a list of ids."""
    return tuple(an_id(field, entry) for entry in _a_list(field, value))


def an_id(field: str, value: object) -> int:
    """Read an id."""
    number = a_number(field, value)
    if not 1 <= number < 2**63:
        raise InvalidRule(field, "must be an id, a number above zero")
    return number


def phrases(field: str, value: object) -> tuple[str, ...]:
    """Read words and phrases, each with something to look for."""
    entries = names(field, value)
    for entry in entries:
        phrase = read_phrase(entry)
        if not phrase.steps:
            raise InvalidRule(field, f"{entry!r} holds no word; write letters, digits or a question mark")
        if sum(step.gap > 0 for step in phrase.steps) > MAX_GAPS:
            raise InvalidRule(field, f"{entry!r} has more than {MAX_GAPS} gaps; write a shorter phrase")
        if entry.count('"') % 2:
            raise InvalidRule(field, f"{entry!r} opens a quotation mark that is not closed")
    return entries


def senders(field: str, value: object) -> tuple[str, ...]:
    """Read addresses and domains, with stars."""
    entries = names(field, value)
    for entry in entries:
        if any(letter.isspace() or letter in "<>," for letter in entry) or entry.count("@") > 1:
            raise InvalidRule(field, f"{entry!r} is no address or domain; write one entry each, such as *@shop.example")
        if entry.count("*") > MAX_STARS:
            raise InvalidRule(field, f"{entry!r} has more than {MAX_STARS} stars")
    return entries


def skills(field: str, value: object) -> dict[str, int]:
    """Read skill names, each with a level from 1 to 5."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InvalidRule(field, 'must name skills with levels, such as {"billing": 2}')
    return {a_name(field, name): _a_level(f"{field}.{name}", level) for name, level in value.items()}


def _a_level(field: str, value: object) -> int:
    level = a_number(field, value)
    if level not in LEVELS:
        raise InvalidRule(field, "must be a level from 1 to 5")
    return level


def _a_list(field: str, value: object) -> Iterator[object]:
    if value is None:
        return
    if not isinstance(value, list | tuple):
        raise InvalidRule(field, "must be a list")
    if len(value) > MAX_ENTRIES:
        raise InvalidRule(field, f"must have at most {MAX_ENTRIES} entries; split the rule")
    yield from value
