"""What a policy says, read from the JSON of its columns and checked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from helpdesk.errors import Invalid
from helpdesk.models import Category, ChannelKind, Priority, Role, SlaTarget

MAX_MINUTES: Final = 366 * 24 * 60
MAX_ENTRIES: Final = 200
PAUSABLE: Final = (Category.NEW, Category.OPEN, Category.PENDING, Category.ON_HOLD)
DEFAULT_PAUSES: Final = frozenset({Category.PENDING, Category.ON_HOLD})
ID_LISTS: Final = ("type_ids", "team_ids", "channel_ids", "tag_ids", "organisation_ids", "segment_ids")
WORD_LISTS: Final = ("priorities", "channel_kinds", "languages")

Json = Any  # as it came or as it is kept
Targets = Mapping[Priority, Mapping[SlaTarget, int]]


class Moment(StrEnum):
    """When an escalation happens."""

    WARNING = "warning"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Described:
    """What of a ticket conditions ask for."""

    type_id: int
    priority: Priority
    channel_id: int
    language: str = ""
    team_id: int | None = None
    channel_kind: str = ""
    tag_ids: Collection[int] = ()
    organisation_id: int | None = None
    segment_ids: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Every list that is not empty must hold, by any entry of it; none at all fits every ticket."""

    type_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    channel_ids: frozenset[int] = frozenset()
    tag_ids: frozenset[int] = frozenset()
    organisation_ids: frozenset[int] = frozenset()
    segment_ids: frozenset[int] = frozenset()
    priorities: frozenset[str] = frozenset()
    channel_kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def fit(self, ticket: Described) -> bool:
        """Say whether they hold for a ticket."""
        return (
            _any(self.type_ids, ticket.type_id)
            and _any(self.priorities, ticket.priority.word)
            and _any(self.channel_ids, ticket.channel_id)
            and _any(self.channel_kinds, ticket.channel_kind)
            and _any(self.languages, ticket.language)
            and _any(self.team_ids, ticket.team_id)
            and _any(self.organisation_ids, ticket.organisation_id)
            and (not self.segment_ids or not self.segment_ids.isdisjoint(ticket.segment_ids))
            and (not self.tag_ids or not self.tag_ids.isdisjoint(ticket.tag_ids))
        )


@dataclass(frozen=True, slots=True)
class Notified:
    """Who is told: whoever has the ticket, the supervisors who may see it, everybody of these roles, these agents."""

    assignee: bool = False
    supervisors: bool = False
    roles: frozenset[Role] = frozenset()
    agent_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Escalation:
    """What is done by itself when a clock of these targets (none: any) warns or breaches."""

    at: Moment
    targets: frozenset[SlaTarget] = frozenset()
    priority: Priority | None = None
    team_id: int | None = None
    unassign: bool = False
    notify: Notified = field(default_factory=Notified)

    def concerns(self, moment: Moment, target: SlaTarget) -> bool:
        """Say whether this is done at such a moment."""
        return self.at is moment and _any(self.targets, target)


def read_conditions(given: Json) -> Conditions:
    """Read {"type_ids": [1], "priorities": ["urgent"], ...}; Invalid names the entry that cannot be."""
    known = _object("conditions", given, (*ID_LISTS, *WORD_LISTS))
    kinds, priorities = [kind.value for kind in ChannelKind], [priority.word for priority in Priority]
    return Conditions(
        **{name: _ids(f"conditions.{name}", known.get(name)) for name in ID_LISTS},
        priorities=_words("conditions.priorities", known.get("priorities"), priorities),
        channel_kinds=_words("conditions.channel_kinds", known.get("channel_kinds"), kinds),
        languages=_words("conditions.languages", known.get("languages"), ("en", "ru", "uk")),
    )


def read_targets(given: Json) -> Targets:
    """Read {"urgent": {"first_response": 30, ...}, ...}, minutes of business time; what is missing is not promised."""
    words = {priority.word: priority for priority in Priority}
    found = {
        words[word]: {
            SlaTarget(target): _minutes(f"targets.{word}.{target}", minutes)
            for target, minutes in _object(f"targets.{word}", promised, [target.value for target in SlaTarget]).items()
            if minutes is not None
        }
        for word, promised in _object("targets", given, words).items()
    }
    if not any(found.values()):
        raise Invalid("Promise at least one thing: a first response, a next response or a resolution.", targets="empty")
    return found


def read_pauses(given: Json) -> frozenset[Category]:
    """Read in which categories clocks stand still; resolved and closed always do."""
    if given is None:
        return DEFAULT_PAUSES
    return frozenset(Category(word) for word in _words("pauses", given, [category.value for category in PAUSABLE]))


def read_warn_percent(given: Json) -> int | None:
    """Read after which share of a target somebody is warned, 1 to 99; None for never."""
    if given is not None and (type(given) is not int or not 1 <= given <= 99):
        raise Invalid("A warning comes after 1 to 99 percent of the time.", warn_percent="range")
    percent: int | None = given
    return percent


def read_escalations(given: Json) -> tuple[Escalation, ...]:
    """Read what is done by itself at warnings and breaches."""
    return tuple(_escalation(f"escalations[{n}]", entry) for n, entry in enumerate(_list("escalations", given)))


def _escalation(name: str, given: Json) -> Escalation:
    known = _object(name, given, ("at", "targets", "priority", "team_id", "unassign", "notify"))
    targets = _words(f"{name}.targets", known.get("targets"), [target.value for target in SlaTarget])
    (at,) = _words(f"{name}.at", [known.get("at")], [moment.value for moment in Moment])
    word = known.get("priority")
    priorities = _words(f"{name}.priority", [] if word is None else [word], [p.word for p in Priority])
    team = known.get("team_id")
    found = Escalation(
        at=Moment(at),
        targets=frozenset(SlaTarget(target) for target in targets),
        priority=next((Priority[word.upper()] for word in priorities), None),
        team_id=next(iter(_ids(f"{name}.team_id", [] if team is None else [team])), None),
        unassign=_flag(f"{name}.unassign", known.get("unassign")),
        notify=_notified(f"{name}.notify", known.get("notify") or {}),
    )
    if found == Escalation(at=found.at, targets=found.targets):
        raise Invalid("Say what this escalation does.", **{name: "empty"})
    return found


def _notified(name: str, given: Json) -> Notified:
    known = _object(name, given, ("assignee", "supervisors", "roles", "agent_ids"))
    return Notified(
        assignee=_flag(f"{name}.assignee", known.get("assignee")),
        supervisors=_flag(f"{name}.supervisors", known.get("supervisors")),
        roles=frozenset(Role(word) for word in _words(f"{name}.roles", known.get("roles"), [r.value for r in Role])),
        agent_ids=_ids(f"{name}.agent_ids", known.get("agent_ids")),
    )


def _any(wanted: Collection[object], one: object) -> bool:
    return not wanted or one in wanted


def _object(name: str, given: Json, keys: Collection[str]) -> Mapping[str, Json]:
    if not isinstance(given, Mapping):
        raise Invalid("This takes an object.", **{name: "type"})
    for key in given:
        if key not in keys:
            raise Invalid(f"There is no {key[:40]!r} here.", **{name: "unknown"})
    return given


def _list(name: str, given: Json) -> Sequence[Json]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple) or len(given) > MAX_ENTRIES:
        raise Invalid(f"This takes a list of at most {MAX_ENTRIES} entries.", **{name: "type"})
    return given


def _ids(name: str, given: Json) -> frozenset[int]:
    for id in _list(name, given):
        if type(id) is not int or not 1 <= id < 2**63:
            raise Invalid("An id is a number above zero.", **{name: "type"})
    return frozenset(_list(name, given))


def _words(name: str, given: Json, known: Sequence[str]) -> frozenset[str]:
    for word in _list(name, given):
        if not isinstance(word, str) or word not in known:
            raise Invalid(f"Choose from {', '.join(known)}.", **{name: "unknown"})
    return frozenset(_list(name, given))


def _minutes(name: str, given: Json) -> int:
    if type(given) is not int or not 1 <= given <= MAX_MINUTES:
        raise Invalid(f"A target is 1 to {MAX_MINUTES} minutes.", **{name: "range"})
    return given


def _flag(name: str, given: Json) -> bool:
    if given not in (None, True, False):
        raise Invalid("This is true or false.", **{name: "type"})
    return bool(given)
