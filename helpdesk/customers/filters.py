"""The shape of a filter of customers: conditions on fields, all or any of which must hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from helpdesk.errors import Invalid

MAX_CONDITIONS: Final = 20
MAX_DAYS: Final = 36_500
MAX_TEXT: Final = 200
_NUMBER: Final = ("at_least", "at_most")
_PAST: Final = ("within_days", "not_within_days")
_LIST: Final = ("is", "is_not")
# Which operators a field takes. Custom fields ("fields.plan") take those of CUSTOM.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("contains", "empty", "not_empty"),
    "language": _LIST,
    "organisation": (*_LIST, "empty", "not_empty"),
    "tag": _LIST,
    "channel": _LIST,
    "address": ("has", "has_not"),  # e-mail, phone ...
    "blocked": ("yes", "no"),
    "created": _PAST,
    "tickets": _NUMBER,
    "open_tickets": _NUMBER,
    "last_ticket": _PAST,
    "rating_last": _NUMBER,
    "rating_average": _NUMBER,
    "outside_count": _NUMBER,
    "outside_sum": _NUMBER,
    "outside_last": _PAST,
    "date": ("next_days",),
}
CUSTOM: Final = ("is", "is_not", "contains", "at_least", "at_most", "empty", "not_empty")
_WITHOUT_VALUE: Final = frozenset({"empty", "not_empty", "yes", "no"})
_OF_KIND: Final = frozenset({"outside_count", "outside_sum", "outside_last", "date"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. kind: of outside events or days that matter, "" for any; days: only so long ago, 0 for ever.

    currency: of sums, which are in its smallest unit.
    """

    field: str
    op: str
    value: Any = None  # what field and operator ask for: text, a number, a list of words or ids
    kind: str = ""
    currency: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """Which customers: all of the conditions, or any of them; everybody when there are none."""

    conditions: tuple[Condition, ...] = ()
    is_any: bool = False


def read_filter(given: Mapping[str, Any] | None) -> Filter:
    """Read {"match": "all" | "any", "conditions": [{"field", "op", "value", "kind"?, "currency"?, "days"?}]}.

    Invalid names the condition that is wrong by its place.
    """
    given = given or {}
    conditions = given.get("conditions", [])
    if given.get("match", "all") not in ("all", "any") or not isinstance(conditions, list | tuple):
        raise Invalid("A filter has conditions of which all or any hold.", filter="invalid")
    if len(conditions) > MAX_CONDITIONS:
        raise Invalid(f"A filter has at most {MAX_CONDITIONS} conditions.", filter="too_many")
    read = tuple(_condition(one, at) for at, one in enumerate(conditions))
    return Filter(read, given.get("match", "all") == "any")


def plain(found: Filter) -> dict[str, Any]:
    """Return a filter as JSON."""
    return {
        "match": "any" if found.is_any else "all",
        "conditions": [
            {name: getattr(one, name) for name in one.__slots__ if getattr(one, name) not in (None, "", 0)}
            | ({"value": one.value} if one.value is not None else {})
            for one in found.conditions
        ],
    }


def _condition(given: Any, at: int) -> Condition:  # JSON
    name = f"conditions.{at}"
    if not isinstance(given, dict) or set(given) - {"field", "op", "value", "kind", "currency", "days"}:
        raise Invalid("A condition has a field, an operator and a value.", **{name: "invalid"})
    field, op, value = given.get("field"), given.get("op"), given.get("value")
    ops = CUSTOM if isinstance(field, str) and field.startswith("fields.") else FIELDS.get(str(field), ())
    if op not in ops:
        raise Invalid("This field does not take this operator.", **{name: "operator"})
    kind, currency, days = given.get("kind", ""), given.get("currency", ""), given.get("days", 0)
    if not isinstance(kind, str) or not isinstance(currency, str) or not _is_days(days) or len(kind + currency) > 60:
        raise Invalid("Kind and currency are words, days a number.", **{name: "invalid"})
    if kind and field not in _OF_KIND:
        raise Invalid("This field has no kind.", **{name: "invalid"})
    if field == "outside_sum" and not currency:
        raise Invalid("A sum is in one currency.", **{name: "currency"})
    return Condition(str(field), str(op), _value(str(field), str(op), value, name), kind, currency, days)


def _value(field: str, op: str, value: Any, name: str) -> Any:  # JSON
    if op in _WITHOUT_VALUE:
        return None
    if op in ("within_days", "not_within_days", "next_days"):
        is_right = _is_days(value)
    elif op in ("at_least", "at_most"):
        is_right = (isinstance(value, int | float) and not isinstance(value, bool)) or (
            field.startswith("fields.") and isinstance(value, str) and len(value) <= MAX_TEXT
        )
    elif op == "contains":
        is_right = isinstance(value, str) and 1 <= len(value) <= MAX_TEXT
    elif field.startswith("fields."):
        is_right = isinstance(value, str | int | float) and len(str(value)) <= MAX_TEXT
    else:
        is_right = _is_list(value)
    if not is_right:
        raise Invalid("This value does not fit.", **{name: "value"})
    return value


def _is_list(value: Any) -> bool:  # JSON
    if not isinstance(value, list) or not 1 <= len(value) <= 100:
        return False
    words: Sequence[Any] = value
    return all(isinstance(one, str | int) and len(str(one)) <= MAX_TEXT for one in words)


def _is_days(value: Any) -> bool:  # JSON
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_DAYS
