"""Looking into JSON of any shape: what is not as it should be is as if it were not there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from helpdesk.markup import clean

Json = Mapping[str, Any]  # JSON of any shape
NOTHING: Final[Json] = {}
BIGGEST: Final = 2**62
LATEST: Final = 4_102_444_800  # the year 2100


def thing(holder: object, *names: str) -> Json:
    """Return the object found by walking down these names, an empty one when there is none."""
    for name in names:
        holder = holder.get(name) if isinstance(holder, Mapping) else None
    return holder if isinstance(holder, Mapping) else NOTHING


def things(holder: Json, name: str, *, limit: int = 500) -> list[Json]:
    """Return the objects of a list."""
    found = holder.get(name)
    return [one for one in found[:limit] if isinstance(one, Mapping)] if isinstance(found, list) else []


def number(holder: Json, name: str) -> int | None:
    """Return a whole number that every database can hold."""
    found = holder.get(name)
    is_number = isinstance(found, int) and not isinstance(found, bool) and abs(found) < BIGGEST
    return found if is_number else None


def numbers(holder: Json, name: str, *, limit: int = 500) -> list[int]:
    """Return the whole numbers of a list."""
    found = holder.get(name)
    listed = found[:limit] if isinstance(found, list) else []
    return [one for one in listed if isinstance(one, int) and not isinstance(one, bool) and abs(one) < BIGGEST]


def fraction(holder: Json, name: str) -> float | None:
    """Return a number, such as a latitude."""
    found = holder.get(name)
    is_number = isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < 1e9
    return float(found) if is_number and found is not None else None


def words(holder: Json, name: str, *, chars: int = 200) -> str:
    """Return a text on one line that every database and screen can hold."""
    found = holder.get(name)
    return " ".join(clean(found[: chars * 4]).split())[:chars] if isinstance(found, str) else ""


def token(holder: Json, name: str, *, chars: int = 300) -> str:
    """Return an opaque name, empty when it is too long to be one."""
    found = holder.get(name)
    return found if isinstance(found, str) and len(found) <= chars and found.isprintable() else ""


def moment(holder: Json, name: str) -> datetime:
    """Return a time given in seconds since 1970, that very year when it makes no sense."""
    found = number(holder, name)
    return datetime.fromtimestamp(found if found is not None and 0 <= found <= LATEST else 0, UTC)
