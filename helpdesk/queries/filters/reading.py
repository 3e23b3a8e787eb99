"""Reading a filter from JSON: {"match": "all", "conditions": [{"field", "op", "values"}], "groups": [...]}."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, NoReturn, TypeVar

from helpdesk.errors import Invalid
from helpdesk.models import Category, ChannelKind, Priority
from helpdesk.queries.filters.custom import is_custom
from helpdesk.queries.filters.shape import ME, OPS, Condition, Filter, Kind, Match, Op, Value, kind_of

MAX_CONDITIONS: Final = 20
MAX_GROUPS: Final = 5
MAX_VALUES: Final = 100
MAX_MINUTES: Final = 60 * 24 * 366
MAX_ID: Final = 2**53
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "category": tuple(Category),
    "priority": tuple(priority.word for priority in Priority),
    "channel_kind": tuple(ChannelKind),
}
MEANS_READER: Final = ("assignee", "team")
MAY_BE_NONE: Final = ("team", "assignee", "tag", "skill", "organisation", "customer_tag", "rating")
MAX_LANGUAGE_CHARS: Final = 10
MAX_TEXT_CHARS: Final = 200
Word = TypeVar("Word", Match, Op)


def read_filter(raw: Mapping[str, Any]) -> Filter:  # JSON
    """Return the filter; Invalid names what is wrong. Groups hold no groups."""
    return _group(raw, depth=0)


def _group(raw: Any, *, depth: int) -> Filter:
    if not isinstance(raw, Mapping) or set(raw) - {"match", "conditions", "groups"}:
        _refuse("shape")
    conditions, groups = raw.get("conditions", []), raw.get("groups", [])
    if not _is_list(conditions, MAX_CONDITIONS) or not _is_list(groups, MAX_GROUPS) or (groups and depth > 0):
        _refuse("size")
    return Filter(
        _word(Match, raw.get("match", "all")),
        tuple(_condition(one) for one in conditions),
        tuple(_group(one, depth=depth + 1) for one in groups),
    )


def _condition(raw: Any) -> Condition:
    if not isinstance(raw, Mapping) or set(raw) != {"field", "op", "values"}:
        _refuse("shape")
    field, values = raw["field"], raw["values"]
    kind = kind_of(field) if isinstance(field, str) else None
    if kind is None or (kind is Kind.CUSTOM and not is_custom(field)):
        _refuse("field")
    op = _word(Op, raw["op"])
    if op not in OPS[kind]:
        _refuse("op")
    if not _is_list(values, MAX_VALUES) or not values or (op not in (Op.IN, Op.NOT_IN) and len(values) != 1):
        _refuse("values")
    return Condition(field, op, tuple(_value(field, kind, op, value) for value in values))


def _value(field: str, kind: Kind, op: Op, value: Any) -> Value:
    if kind is Kind.FLAG or op is Op.IS_SET:
        return bool(value) if isinstance(value, bool) else _refuse("values")
    if op in (Op.OLDER_THAN, Op.WITHIN):
        return int(value) if _is_int(value) and 1 <= value <= MAX_MINUTES else _refuse("values")
    if kind in (Kind.CUSTOM, Kind.TEXT):
        return _custom(op, value)
    if kind is Kind.MOMENT:
        return _moment(value)
    if kind is Kind.WORDS:
        return _known_word(field, value)
    is_known = (_is_int(value) and 1 <= value <= MAX_ID) or (value == ME and field in MEANS_READER)
    if not is_known and not (value is None and field in MAY_BE_NONE):
        _refuse("values")
    known: Value = value
    return known


def _custom(op: Op, value: Any) -> Value:
    is_text = isinstance(value, str) and 0 < len(value) <= MAX_TEXT_CHARS
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_ID
    is_other = op in (Op.IN, Op.NOT_IN) and (value is None or isinstance(value, bool))
    if not (is_text or is_other or (is_number and op is not Op.CONTAINS)):
        _refuse("values")
    known: Value = value
    return known


def _known_word(field: str, value: Any) -> str:
    known = WORDS.get(field)
    if not isinstance(value, str) or (value not in known if known else len(value) > MAX_LANGUAGE_CHARS):
        _refuse("values")
    return str(value)


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        _refuse("values")
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _word(kind: type[Word], value: Any) -> Word:
    try:
        return kind(value)
    except ValueError:
        _refuse(kind.__name__.lower())


def _is_list(value: Any, most: int) -> bool:
    return isinstance(value, list | tuple) and len(value) <= most


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refuse(what: str) -> NoReturn:
    raise Invalid("This filter cannot be understood.", filter=what)
