"""A rule as data: when, if, do; checked with words that help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from helpdesk import placeholders
from helpdesk.errors import Invalid
from helpdesk.queries.filters import Filter, read_filter

Json = dict[str, Any]

ON_EVENTS: Final = (
    "ticket.created",
    "customer.wrote",
    "agent.answered",
    "status.changed",
    "priority.changed",
    "type.changed",
    "assignee.changed",
    "team.changed",
    "tags.changed",
    "sla.warned",
    "sla.breached",
    "ticket.rated",
)
ON_TIME: Final = ("waiting_customer", "waiting_agent", "resolved")
ON_DATE: Final = "customer_date"
TRIGGERS: Final = (*ON_EVENTS, *ON_TIME, ON_DATE)
DATE_KINDS: Final = ("birthday", "contract_end", "other")
MAX_MINUTES: Final = 60 * 24 * 366
MAX_STEPS: Final = 10
MAX_TEXT_CHARS: Final = 5_000
MAX_TAGS: Final = 50
LANGUAGE_CHARS: Final = 10
FIRST_DAYS: Final = 30
WITHOUT_READER: Final = frozenset({"unread", "mentioned", "followed"})  # nobody reads when a rule asks

# What a step says beside "do"; the first ones are taken as those of macros are.
MACRO_STEPS: Final[dict[str, str]] = {
    "status": "status_id",
    "priority": "priority",
    "type": "type_id",
    "team": "team_id",
    "assignee": "agent_id",
    "add_tags": "tags",
    "remove_tags": "tags",
}
FIELD_STEPS: Final = ("field", "customer_field")  # {"do", "key", "value"}, taken as those of macros are too
OWN_STEPS: Final[dict[str, str]] = {"letter": "texts", "note": "text", "notify": "whom", "follow": "agent_ids"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets a rule off. minutes: of business time of that calendar, or of any time without one."""

    on: str
    minutes: int = 0
    calendar_id: int | None = None
    date_kind: str = ""
    days_before: int = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether a calendar is open, or closed, at the moment of the occasion."""

    calendar_id: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold: a filter over the ticket, and these beside it. max_score: of the rating that set it off."""

    filter: Filter = Filter()  # noqa: RUF009 - frozen
    customer_tag_ids: tuple[int, ...] = ()
    segment_id: int | None = None
    hours: Hours | None = None
    max_score: int | None = None


def read_trigger(raw: object) -> Trigger:
    """Return what sets a rule off; Invalid names what is wrong."""
    given = _an_object("trigger", raw, allowed=("on", "minutes", "calendar_id", "date_kind", "days_before"))
    on = given.get("on")
    if on not in TRIGGERS:
        _refuse("trigger", "Choose what sets the rule off.")
    minutes, days = given.get("minutes") or 0, given.get("days_before") or 0
    if on in ON_TIME and not _within(minutes, 1, MAX_MINUTES):
        _refuse("minutes", "Say after how long: a minute to a year.")
    kind = given.get("date_kind") or ("birthday" if on == ON_DATE else "")
    if on == ON_DATE and (kind not in DATE_KINDS or not _within(days, 0, FIRST_DAYS)):
        _refuse("days_before", f"Choose which day, and 0 to {FIRST_DAYS} days before it.")
    calendar_id = given.get("calendar_id")
    if calendar_id is not None and not _is_id(calendar_id):
        _refuse("calendar_id", "There is no such calendar.")
    if on in ON_TIME:
        return Trigger(on, int(minutes), calendar_id)
    return Trigger(str(on), date_kind=kind, days_before=int(days)) if on == ON_DATE else Trigger(str(on))


def trigger_json(trigger: Trigger) -> Json:
    """Return a trigger as it is kept."""
    if trigger.on in ON_TIME:
        return {"on": trigger.on, "minutes": trigger.minutes, "calendar_id": trigger.calendar_id}
    if trigger.on == ON_DATE:
        return {"on": trigger.on, "date_kind": trigger.date_kind, "days_before": trigger.days_before}
    return {"on": trigger.on}


def read_conditions(raw: object) -> Conditions:
    """Return what must hold; Invalid names what is wrong."""
    given = _an_object("conditions", raw, allowed=("filter", "customer_tag_ids", "segment_id", "hours", "max_score"))
    wanted = read_filter(given.get("filter") or {})
    if wanted.fields() & WITHOUT_READER or _means_reader(wanted):
        _refuse("filter", "A rule reads nothing and is nobody: leave out what is about the reader.")
    tags = given.get("customer_tag_ids") or []
    if not isinstance(tags, list) or len(tags) > MAX_TAGS or not all(_is_id(one) for one in tags):
        _refuse("customer_tag_ids", "Choose tags.")
    score = given.get("max_score")
    if score is not None and not _within(score, 1, 5):
        _refuse("max_score", "A rating is 1 to 5.")
    segment_id = given.get("segment_id")
    if segment_id is not None and not _is_id(segment_id):
        _refuse("segment_id", "There is no such segment.")
    return Conditions(wanted, tuple(tags), segment_id, _hours(given.get("hours")), score)


def _hours(raw: object) -> Hours | None:
    if raw is None:
        return None
    given = _an_object("hours", raw, allowed=("calendar_id", "is_open"))
    if not _is_id(given.get("calendar_id")) or not isinstance(given.get("is_open"), bool):
        _refuse("hours", "Choose a calendar, and whether it is open.")
    return Hours(given["calendar_id"], given["is_open"])


def read_steps(raw: object) -> list[Json]:
    """Return 1 to 10 steps; Invalid names what is wrong. Whether what they name exists is not asked here."""
    if not isinstance(raw, list) or not 1 <= len(raw) <= MAX_STEPS:
        _refuse("steps", f"A rule does 1 to {MAX_STEPS} things.")
    return [_step(one) for one in raw]


def _step(raw: object) -> Json:
    do = raw.get("do") if isinstance(raw, Mapping) else None
    if isinstance(raw, Mapping) and do in FIELD_STEPS:
        return _field_step(raw)
    field = {**MACRO_STEPS, **OWN_STEPS}.get(str(do))
    if not isinstance(raw, Mapping) or field is None or set(raw) != {"do", field}:
        _refuse("steps", "Choose what is done.")
    value = raw[field]
    if do == "letter":
        return {"do": do, "texts": _texts(value)}
    if do == "note":
        return {"do": do, "text": _text(value)}
    if do == "notify":
        return {"do": do, "whom": _whom(value)}
    if do == "follow" and not (isinstance(value, list) and value and all(_is_id(one) for one in value)):
        _refuse("steps", "Choose who follows.")
    if do in ("add_tags", "remove_tags") and not _are_words(value):
        _refuse("steps", "Name tags.")
    if do == "priority" and value not in ("low", "normal", "high", "urgent"):
        _refuse("steps", "Choose a priority.")
    if do in ("status", "type", "team", "assignee") and not (_is_id(value) or (value is None and do in _MAY_BE_NONE)):
        _refuse("steps", "Choose one.")
    return {"do": do, field: value}


def _field_step(raw: Mapping[str, Any]) -> Json:
    if set(raw) != {"do", "key", "value"} or not isinstance(raw["key"], str):
        _refuse("steps", "Choose a field and what it holds.")
    return dict(raw)


_MAY_BE_NONE: Final = ("team", "assignee")


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not value or any(len(str(code)) > LANGUAGE_CHARS for code in value):
        _refuse("texts", "Write the letter in one language at least.")
    return {str(code): _text(text) for code, text in value.items()}


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT_CHARS:
        _refuse("texts", f"A text has 1 to {MAX_TEXT_CHARS} characters.")
    unknown = placeholders.unknown(value)
    if unknown:
        _refuse("texts", f"Nothing fills {', '.join(unknown)}.")
    return value.strip()


def _whom(raw: object) -> Json:
    given = _an_object("whom", raw, allowed=("assignee", "supervisors", "agent_ids"))
    ids = given.get("agent_ids") or []
    if not isinstance(ids, list) or not all(_is_id(one) for one in ids) or len(ids) > MAX_TAGS:
        _refuse("steps", "Choose whom to tell.")
    whom = {"assignee": given.get("assignee") is True, "supervisors": given.get("supervisors") is True}
    if not ids and not any(whom.values()):
        _refuse("steps", "Choose whom to tell.")
    return {**whom, "agent_ids": ids}


def _means_reader(wanted: Filter) -> bool:
    own = any("me" in condition.values for condition in wanted.conditions)
    return own or any(_means_reader(group) for group in wanted.groups)


def _an_object(field: str, raw: object, *, allowed: Sequence[str]) -> Json:
    if not isinstance(raw, Mapping) or set(raw) - set(allowed):
        _refuse(field, "This cannot be understood.")
    return dict(raw)


def _are_words(value: object) -> bool:
    return isinstance(value, list) and 0 < len(value) <= MAX_TAGS and all(isinstance(one, str) for one in value)


def _within(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_id(value: object) -> bool:
    return _within(value, 1, 2**53)


def _refuse(field: str, detail: str) -> NoReturn:
    raise Invalid(detail, **{field: "invalid"})
