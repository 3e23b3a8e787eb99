"""What agents change about themselves."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import events, i18n
from helpdesk.actions.accounts.checks import checked_name, checked_time_zone
from helpdesk.actions.accounts.keys import checked_keys
from helpdesk.errors import Invalid
from helpdesk.models import Agent
from helpdesk.permissions import Actor

PREFERENCES: Final[dict[str, tuple[object, ...]]] = {  # the first is what holds until somebody chooses
    "theme": ("auto", "light", "dark"),
    "density": ("comfortable", "compact"),
    "shortcuts": (True, False),
    "toured": (False, True),
    "sound": (True, False),
    "after_resolve": ("next", "list", "stay"),
    "after_send": ("stay", "next", "list"),
    "send_on_enter": (False, True),
    "show_preview": (True, False),
    "show_tags": (True, False),
    "show_team": (False, True),
    "show_fields": (False, True),
    "search_order": ("newest", "best"),
}


@dataclass(frozen=True, slots=True)
class Changes:
    """None: leave it as it is. `preferences` holds only those to change."""

    name: str | None = None
    locale: str | None = None
    time_zone: str | None = None
    preferences: dict[str, Any] | None = None  # values as PREFERENCES lists them


def preferences_of(agent: Agent) -> dict[str, Any]:  # values as PREFERENCES lists them
    """Return all preferences, the defaults filled in."""
    kept = agent.preferences
    chosen = {key: kept[key] if kept.get(key) in choices else choices[0] for key, choices in PREFERENCES.items()}
    return {**chosen, "keys": kept.get("keys", {})}


def update(session: Session, changes: Changes, *, by: Actor) -> Agent:
    """Change the actor's own name, language, time zone or preferences; Invalid names the field."""
    agent = session.get_one(Agent, by.agent_id, with_for_update=True)
    before = (agent.name, agent.locale, agent.time_zone)
    if changes.name is not None:
        agent.name = checked_name(changes.name)
    if changes.locale is not None:
        agent.locale = _checked_locale(changes.locale)
    if changes.time_zone is not None:
        agent.time_zone = checked_time_zone(changes.time_zone)
    if changes.preferences is not None:
        agent.preferences = {**preferences_of(agent), **_checked_preferences(changes.preferences)}
    if (agent.name, agent.locale, agent.time_zone) != before:
        events.record(session, "workspace.changed", by=by, data={"what": "agents"})
    return agent


def _checked_locale(locale: str) -> str:
    if locale not in i18n.languages():
        raise Invalid("The desk does not speak this language.", locale="unknown")
    return locale


def _checked_preferences(preferences: dict[str, Any]) -> dict[str, Any]:  # values as PREFERENCES lists them
    for key, value in preferences.items():
        if key == "keys":
            checked_keys(value)
            continue
        choices = PREFERENCES.get(key, ())
        if not any(type(value) is type(choice) and value == choice for choice in choices):
            raise Invalid("There is no such preference or value.", **{f"preferences.{key[:40]}": "unknown"})
    return preferences
