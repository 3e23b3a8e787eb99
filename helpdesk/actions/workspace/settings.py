"""The desk's settings, each checked by its own rule."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import clock, settings
from helpdesk.actions.accounts import second_factor_changes, second_factors
from helpdesk.actions.accounts.checks import checked_time_zone
from helpdesk.actions.accounts.setup import checked_desk_name
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Invalid
from helpdesk.models import ChannelKind, Setting
from helpdesk.permissions import Actor

MAX_DAYS: Final = 365
MAX_MINUTES: Final = 1_440
MAX_REASONS: Final = 30

Json = Any  # the value of a setting


def change_settings(session: Session, changes: Mapping[str, Json], *, by: Actor, address: str = "") -> None:
    """Change settings by key; Invalid names an unknown key or a value its rule refuses; the same changes nothing."""
    changed = []
    for key, value in changes.items():
        if key not in CHECKS:
            raise Invalid("There is no such setting.", **{key[:40]: "unknown"})
        checked = CHECKS[key](key, value)
        if checked != settings.get(session, key):
            session.merge(Setting(key=key, value={"value": checked}, updated_at=clock.now()))
            changed.append(key)
    if "second_factor" in changed:
        second_factor_changes.end_sessions_without(session, by=by)
    if changed:
        data = {"fields": sorted(changed)}
        leave_trace(session, "settings.changed", what=What.SETTINGS, thing="desk", by=by, address=address, data=data)


def _desk_name(_key: str, value: Json) -> str:
    return checked_desk_name(_of_type(str, "desk_name", value))


def _time_zone(_key: str, value: Json) -> str:
    return checked_time_zone(_of_type(str, "time_zone", value))


def _days(key: str, value: Json) -> int:
    return _in_range(key, value, MAX_DAYS)


def _minutes(key: str, value: Json) -> int:
    return _in_range(key, value, MAX_MINUTES)


def _presence_reasons(key: str, value: Json) -> list[dict[str, str]]:
    given = _of_type(list, key, value)
    if len(given) > MAX_REASONS or any(one["status"] not in ("busy", "away") for one in given):
        raise Invalid(f"There are at most {MAX_REASONS} reasons, to be busy or away.", **{key: "range"})
    found = [{"status": one["status"], "name": one_line(one["name"], field=key, max_chars=80)} for one in given]
    if len({one["name"].casefold() for one in found}) < len(found):
        raise Invalid("Give each reason once.", **{key: "twice"})
    return found


def _second_factor(key: str, value: Json) -> str:
    if value not in second_factors.REQUIRED_OF:
        raise Invalid("This is nobody, admins or everybody.", **{key: "unknown"})
    return str(value)


def _undo_send(key: str, value: Json) -> dict[str, int]:
    given = _of_type(dict, key, value)
    if set(given) != {kind.value for kind in ChannelKind}:
        raise Invalid("Give seconds for each kind of channel.", **{key: "kinds"})
    return {kind: _in_range(key, seconds, settings.MAX_UNDO_S) for kind, seconds in given.items()}


def _in_range(key: str, value: Json, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise Invalid(f"This is a whole number from 0 to {most}.", **{key: "range"})
    return value


def _of_type(kind: type, key: str, value: Json) -> Json:
    if not isinstance(value, kind):
        raise Invalid("This setting takes another kind of value.", **{key: "type"})
    return value


def _yes_or_no(key: str, value: Json) -> Json:
    return _of_type(bool, key, value)


CHECKS: Final[Mapping[str, Callable[[str, Json], Json]]] = {
    "desk_name": _desk_name,
    "reopen_days": _days,
    "trash_days": _days,
    "undo_send_s": _undo_send,
    "time_zone": _time_zone,
    "usual_agent_days": _days,
    "away_after_min": _minutes,
    "customer_pages": _yes_or_no,
    "presence_reasons": _presence_reasons,
    "second_factor": _second_factor,
}
