"""What admins and supervisors send about the desk."""

from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, UnsetType

from helpdesk.actions.workspace.agents import AgentChanges
from helpdesk.actions.workspace.channels import ABSENT, ChannelChanges
from helpdesk.actions.workspace.rules import Decisions
from helpdesk.actions.workspace.teams import TeamChanges
from helpdesk.models import OthersTickets, PresenceStatus, Priority, Role
from web.api.schemas import AsSeen, Id, Input, line

T = TypeVar("T")
Name = Annotated[str, line(1_000)]
Word = Literal["urgent", "high", "normal", "low"]


class NewTeam(Input):
    """A team and who is in it."""

    name: Name
    member_ids: tuple[Id, ...] = ()


class TeamPatch(AsSeen):
    """Only what is there is changed."""

    name: Name | UnsetType = UNSET
    member_ids: list[Id] | UnsetType = UNSET
    others_tickets: OthersTickets | UnsetType = UNSET

    def as_changes(self) -> TeamChanges:
        """Return it in the words of the desk."""
        return TeamChanges(_or_none(self.name), _or_none(self.member_ids), _or_none(self.others_tickets))


class SkillName(Input):
    """What a skill is called."""

    name: Name


class SkillPatch(AsSeen, kw_only=True):
    """Another name of a skill."""

    name: Name


class Level(Input):
    """A skill and how good somebody is at it, or the least a ticket needs: 1 to 5."""

    skill_id: Id
    level: int


class AgentPatch(AsSeen):
    """Only what is there is changed."""

    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    team_ids: list[Id] | UnsetType = UNSET
    skills: list[Level] | UnsetType = UNSET
    languages: list[Annotated[str, line(10)]] | UnsetType = UNSET
    capacity_units: int | UnsetType = UNSET
    calendar_id: Id | UnsetType | None = UNSET

    def as_changes(self) -> AgentChanges:
        """Return it in the words of the desk."""
        skills = _or_none(self.skills)
        return AgentChanges(
            name=_or_none(self.name),
            role=_or_none(self.role),
            is_active=_or_none(self.is_active),
            team_ids=_or_none(self.team_ids),
            skills=None if skills is None else {skill.skill_id: skill.level for skill in skills},
            languages=_or_none(self.languages),
            capacity_units=_or_none(self.capacity_units),
            calendar_id=ABSENT if self.calendar_id is UNSET else self.calendar_id,
        )


class PresenceFor(Input):
    """What a supervisor sets for somebody else."""

    status: PresenceStatus
    reason: Annotated[str, line(80)] | None = None


class ChannelPatch(AsSeen):
    """Only what is there is changed; null takes a team or type away. colors: {"accent": "#1f5fbf"}; greeting: by language."""

    name: Name | UnsetType = UNSET
    is_paused: bool | UnsetType = UNSET
    team_id: Id | UnsetType | None = UNSET
    default_type_id: Id | UnsetType | None = UNSET
    default_priority: Word | UnsetType = UNSET
    allowed_origins: list[Annotated[str, line(1_000)]] | UnsetType = UNSET
    colors: dict[str, Annotated[str, line(100)]] | UnsetType = UNSET
    position: Literal["right", "left"] | UnsetType = UNSET
    greeting: dict[str, Annotated[str, line(5_000)]] | UnsetType = UNSET

    def as_changes(self) -> ChannelChanges:
        """Return it in the words of the desk."""
        return ChannelChanges(
            name=_or_none(self.name),
            is_paused=_or_none(self.is_paused),
            team_id=ABSENT if self.team_id is UNSET else self.team_id,
            default_type_id=ABSENT if self.default_type_id is UNSET else self.default_type_id,
            default_priority=None if self.default_priority is UNSET else Priority[self.default_priority.upper()],
            allowed_origins=_or_none(self.allowed_origins),
            colors=_or_none(self.colors),
            position=_or_none(self.position),
            greeting=_or_none(self.greeting),
        )


class NewChannel(ChannelPatch, kw_only=True):
    """A chat widget; mailboxes and bots come with their own set-up."""

    kind: Literal["webchat"]
    name: Name


class RuleActions(Input):
    """What a rule sets; at least one thing, or `stop` to end here."""

    type_id: Id | None = None
    priority: Word | None = None
    team_id: Id | None = None
    skills: tuple[Level, ...] = ()
    skills_to_come: tuple[Name, ...] = ()
    stop: bool = False

    def as_decisions(self) -> Decisions:
        """Return it in the words of the desk."""
        return Decisions(
            type_id=self.type_id,
            priority=None if self.priority is None else Priority[self.priority.upper()],
            team_id=self.team_id,
            skills={skill.skill_id: skill.level for skill in self.skills},
            stop=self.stop,
        )


class RuleConditions(Input):
    """What must hold: every condition that is given, any entry of it."""

    words: tuple[Name, ...] = ()
    without_words: tuple[Name, ...] = ()
    senders: tuple[Name, ...] = ()
    channel_ids: tuple[Id, ...] = ()
    channel_kinds: tuple[Name, ...] = ()
    languages: tuple[Name, ...] = ()
    segment_ids: tuple[Id, ...] = ()


class NewRule(Input):
    """A rule; it comes after all others."""

    name: Name
    conditions: RuleConditions
    actions: RuleActions
    is_enabled: bool = True


class RulePatch(AsSeen):
    """Only what is there is changed; conditions and actions are replaced whole."""

    name: Name | UnsetType = UNSET
    is_enabled: bool | UnsetType = UNSET
    conditions: RuleConditions | UnsetType = UNSET
    actions: RuleActions | UnsetType = UNSET


class RuleOrder(Input):
    """The ids of all rules in their new order."""

    ids: list[Id]


class Trial(Input):
    """A message to try the rules on."""

    text: Annotated[str, line(20_000)]
    language: Literal["en", "ru", "uk", ""] = ""
    sender: Annotated[str, line(320)] = ""
    channel_id: Id | None = None


class PresenceReason(Input):
    """Why an agent takes no new tickets, for them to choose from."""

    status: Literal["busy", "away"]
    name: Name


class SettingsPatch(AsSeen):
    """Only what is there is changed. undo_send_s: seconds by kind of channel."""

    desk_name: Name | UnsetType = UNSET
    reopen_days: int | UnsetType = UNSET
    trash_days: int | UnsetType = UNSET
    undo_send_s: dict[str, int] | UnsetType = UNSET
    time_zone: Annotated[str, line(60)] | UnsetType = UNSET
    usual_agent_days: int | UnsetType = UNSET
    away_after_min: int | UnsetType = UNSET
    customer_pages: bool | UnsetType = UNSET
    presence_reasons: list[PresenceReason] | UnsetType = UNSET
    second_factor: Literal["nobody", "admins", "everybody"] | UnsetType = UNSET


def _or_none(value: T | UnsetType) -> T | None:
    return None if value is UNSET else value
