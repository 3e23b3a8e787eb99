"""What only admins see: channels whole, rules, settings."""

from typing import Any, Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.workspace import AgentSkillView, PresenceReasonView

Priority = Literal["urgent", "high", "normal", "low"]


class ChannelView(Shown):
    """A channel; snippet: the line that puts a chat widget on a site, null for other kinds."""

    id: int
    kind: Literal["webchat", "email", "telegram"]
    name: str
    is_paused: bool
    team_id: int | None
    default_type_id: int | None
    default_priority: Priority
    public_key: str
    allowed_origins: list[str]
    colors: dict[str, str]
    position: Literal["right", "left"]
    greeting: dict[str, str]
    snippet: str | None


class RuleDecisions(Shown):
    """What a rule sets; skills_to_come: names of skills that nobody has made yet."""

    type_id: int | None
    priority: Priority | None
    team_id: int | None
    skills: list[AgentSkillView]
    skills_to_come: list[str]
    stop: bool


class RuleView(Shown):
    """A classification rule; of each field the first rule in order that sets it decides."""

    id: int
    name: str
    position: int
    is_enabled: bool
    conditions: dict[str, list[Any]]  # words, without_words, senders, channel_ids, channel_kinds, languages
    actions: RuleDecisions


class TrialReason(Shown):
    """Which rule set a field, and the part of the rule that made it fit."""

    field: str
    value: Any  # a word, an id or skill levels
    rule_id: int
    rule: str
    by: str
    matched: str


class TrialView(Shown):
    """What the rules would decide."""

    language: str
    type_id: int | None
    priority: Priority | None
    team_id: int | None
    skills: list[AgentSkillView]
    reasons: list[TrialReason]


class SettingsView(Shown):
    """The desk's settings, those nobody has set with their defaults."""

    desk_name: str
    reopen_days: int
    trash_days: int
    undo_send_s: dict[str, int]
    time_zone: str
    usual_agent_days: int
    away_after_min: int
    customer_pages: bool
    presence_reasons: list[PresenceReasonView]
    second_factor: Literal["nobody", "admins", "everybody"]
