"""Values of custom fields: what each kind may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from helpdesk import markup
from helpdesk.errors import Invalid

MAX_TEXT: Final = 2_000
MAX_NUMBER: Final = 10**15

Json = Any  # a JSON value whose kind the field tells


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What a value must fit: a kind (see FieldKind) and the keys of its choices."""

    key: str
    kind: str
    choices: frozenset[str] = frozenset()
    is_required: bool = False


def changed_fields(
    before: Mapping[str, Json] | None, given: Mapping[str, Json], shapes: Sequence[FieldShape], *, all_required: bool
) -> dict[str, Json]:
    """Return the fields with what was given; None and "" empty one. Invalid names each field that does not fit.

    all_required: whether what is missing is refused as well, as at the end of a form, or only what is emptied now.
    """
    known = {shape.key: shape for shape in shapes}
    after, problems = dict(before or {}), dict[str, str]()
    for key, value in given.items():
        if key not in known:
            problems[f"fields.{key}"] = "unknown"
            continue
        try:
            fitted = fitting(value, known[key])
        except ValueError as problem:
            problems[f"fields.{key}"] = str(problem)
            continue
        if fitted is None:
            after.pop(key, None)
        else:
            after[key] = fitted
    asked = known.values() if all_required else [known[key] for key in given if key in known]
    problems |= {f"fields.{shape.key}": "required" for shape in asked if shape.is_required and shape.key not in after}
    if problems:
        raise Invalid("Some fields do not fit.", **problems)
    return after


def fitting(value: Json, shape: FieldShape) -> Json:
    """Return a value as it is kept, None for an empty one; ValueError with a word when it does not fit."""
    if value is None or value == "" or value == []:
        return None
    match shape.kind:
        case "text":
            return _text(value)
        case "number":
            return _number(value)
        case "date":
            return _date(value)
        case "yes_no":
            return _require(isinstance(value, bool), value, "yes_no")
        case "choice":
            return _require(isinstance(value, str) and value in shape.choices, value, "choice")
        case _:
            return _several(value, shape)


def _text(value: Json) -> str | None:
    text = markup.clean(_require(isinstance(value, str), value, "text")).strip()
    return _require(len(text) <= MAX_TEXT, text, "too_long") or None


def _number(value: Json) -> int | float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    number: int | float = _require(is_number and abs(value) <= MAX_NUMBER, value, "number")
    return number


def _date(value: Json) -> str:
    try:
        return date.fromisoformat(_require(isinstance(value, str) and len(value) == 10, value, "date")).isoformat()
    except ValueError:
        raise ValueError("date") from None


def _several(value: Json, shape: FieldShape) -> list[str]:
    _require(isinstance(value, list) and all(isinstance(one, str) for one in value), value, "choice")
    _require(set(value) <= shape.choices, value, "choice")
    return sorted(set(value))


def _require(is_so: bool, value: Json, word: str) -> Json:
    if not is_so:
        raise ValueError(word)
    return value
