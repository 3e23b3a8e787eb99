"""Placeholders of templates: a fixed list of names, plainly replaced. Never a template engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

NAMES: Final = (
    "customer.name",
    "customer.first_name",
    "customer.email",
    "customer.phone",
    "organisation.name",
    "ticket.number",
    "ticket.subject",
    "ticket.link",
    "agent.name",
    "agent.first_name",
    "team.name",
    "desk.name",
    "date.today",
)
FIELDS: Final = ("customer.fields.", "organisation.fields.", "ticket.fields.")  # a custom field's key follows
MAX_VALUE_CHARS: Final = 500

_PLACE = re.compile(r"\{\{\s*([a-z_]+\.[a-z0-9_.-]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its places filled; missing: those that had no value and stand there as they were."""

    text: str
    missing: Sequence[str]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Replace each known placeholder that has a value, once: what a value itself says is never looked at again."""
    missing: list[str] = []

    def put(found: re.Match[str]) -> str:
        name = found.group(1)
        value = " ".join(values.get(name, "").split())[:MAX_VALUE_CHARS]
        if not value:
            missing.append(name)
        return value or "{{" + name + "}}"

    return Filled(_PLACE.sub(put, text), list(dict.fromkeys(missing)))


def unknown(text: str) -> list[str]:
    """Return the names in a text that nothing can ever fill."""
    return sorted({name for name in _PLACE.findall(text) if not _is_known(name)})


def _is_known(name: str) -> bool:
    return name in NAMES or any(name.startswith(start) and len(name) > len(start) for start in FIELDS)
