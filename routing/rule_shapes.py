"""A classification rule as data: what an administrator edits, checked with words that help."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

from routing import rule_checks as check
from routing.rule_checks import InvalidRule

__all__ = ["CHANNEL_KINDS", "LANGUAGES", "PRIORITIES", "Actions", "Conditions", "InvalidRule", "Rule"]

T = TypeVar("T")

# Plain JSON values, as they are stored and sent.
Json: TypeAlias = dict[str, Any]

PRIORITIES: Final = ("urgent", "high", "normal", "low")
LANGUAGES: Final = ("en", "ru", "uk")
CHANNEL_KINDS: Final = ("webchat", "email", "telegram")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold for a rule to match: every condition that is given; any entry of it.

    words match the starts of words ("pay" finds "payment"), an "exact word" in quotation marks only itself,
    "..." stands for up to four words between. without_words: none of these may occur.
    """

    words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    channel_ids: tuple[int, ...] = ()
    channel_kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    segment_ids: tuple[int, ...] = ()

    @classmethod
    def from_dict(cls, data: object) -> "Conditions":
        """Check and read what a page or the database holds. Raises InvalidRule."""
        given = check.an_object("conditions", data, allowed=cls.__slots__)
        return cls(
            words=check.phrases("conditions.words", given.get("words")),
            without_words=check.phrases("conditions.without_words", given.get("without_words")),
            senders=check.senders("conditions.senders", given.get("senders")),
            channel_ids=check.ids("conditions.channel_ids", given.get("channel_ids")),
            channel_kinds=check.choices("conditions.channel_kinds", given.get("channel_kinds"), CHANNEL_KINDS),
            languages=check.choices("conditions.languages", given.get("languages"), LANGUAGES),
            segment_ids=check.ids("conditions.segment_ids", given.get("segment_ids")),
        )

    def to_dict(self) -> Json:
        """Give the conditions that are set, as plain JSON values."""
        return {name: list(entries) for name in self.__slots__ if (entries := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Actions:
    """What a matching rule sets; `stop` ends the evaluation after it."""

    type: str | None = None
    priority: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    team_id: int | None = None
    stop: bool = False

    @classmethod
    def from_dict(cls, data: object) -> "Actions":
        """Check and read what a page or the database holds. Raises InvalidRule."""
        given = check.an_object("actions", data, allowed=cls.__slots__)
        actions = cls(
            type=_optional(check.a_name, "actions.type", given.get("type")),
            priority=_optional(_a_priority, "actions.priority", given.get("priority")),
            skills=check.skills("actions.skills", given.get("skills")),
            team_id=_optional(check.an_id, "actions.team_id", given.get("team_id")),
            stop=check.a_flag("actions.stop", given.get("stop", False)),
        )
        if not any(actions.settings()) and not actions.stop:
            raise InvalidRule("actions", "name a type, a priority, a skill or a team to set, or stop here")
        return actions

    def settings(self) -> Iterator[tuple[str, str | int | dict[str, int]]]:
        """Yield the fields this rule sets, with their values."""
        for name in ("type", "priority", "skills", "team_id"):
            value = getattr(self, name)
            if value:
                yield name, dict(value) if name == "skills" else value

    def to_dict(self) -> Json:
        """Give what is set, as plain JSON values."""
        return dict(self.settings()) | ({"stop": True} if self.stop else {})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Rules are asked in order of position."""

    id: int | str
    name: str
    position: int = 0
    conditions: Conditions = field(default_factory=Conditions)
    actions: Actions = field(default_factory=Actions)
    enabled: bool = True

    @classmethod
    def from_dict(cls, data: object) -> "Rule":
        """Check and read a whole rule. Raises InvalidRule naming the field and what to do."""
        given = check.an_object("rule", data, allowed=cls.__slots__)
        id = given.get("id")
        if not isinstance(id, int | str):
            raise InvalidRule("id", "must be a number or a name")
        return cls(
            id=id,
            name=check.a_name("name", given.get("name")),
            position=check.a_number("position", given.get("position", 0)),
            conditions=Conditions.from_dict(given.get("conditions", {})),
            actions=Actions.from_dict(given.get("actions", {})),
            enabled=check.a_flag("enabled", given.get("enabled", True)),
        )

    def to_dict(self) -> Json:
        """Give the rule as plain JSON values."""
        return {
            "id": self.id,
            "name": self.name,
            "position": self.position,
            "conditions": self.conditions.to_dict(),
            "actions": self.actions.to_dict(),
            "enabled": self.enabled,
        }


def _optional(read: Callable[[str, object], T], field_name: str, value: object) -> T | None:
    return None if value is None else read(field_name, value)


def _a_priority(field_name: str, value: object) -> str:
    return check.choice(field_name, value, PRIORITIES)
