"""Automations and their runs in answers."""

from typing import Any, Literal

from web.api.schemas.shown import Shown


class AutomationView(Shown):
    """A rule. The shapes of trigger, conditions and steps are in docs/automation.md."""

    id: int
    name: str
    position: int
    version: int
    is_enabled: bool
    enabled_at: str | None
    trigger: dict[str, Any]
    conditions: dict[str, Any]
    steps: list[dict[str, Any]]
    follows_rules: bool
    ready_made: str
    runs_last_week: int
    ran_at: str | None


class AutomationsView(Shown):
    """All rules, and the names of those that can be added ready-made."""

    automations: list[AutomationView]
    ready_made: list[str]


class AutomationRunView(Shown):
    """One run. done: step by step whether it could be, and why not; why: what set it off."""

    id: int
    automation_id: int
    name: str
    version: int
    ticket_id: int
    ticket_number: int
    outcome: Literal["done", "partly", "failed"]
    done: list[dict[str, Any]]
    why: dict[str, Any]
    at: str


class TriedTicket(Shown):
    """A ticket that would have been touched."""

    id: int
    number: int
    subject: str


class AutomationTrialView(Shown):
    """What a rule would have touched; is_whole: whether everything in that time was looked at."""

    count: int
    tickets: list[TriedTicket]
    days: int
    is_whole: bool
