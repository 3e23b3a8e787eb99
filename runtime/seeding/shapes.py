"""What an invented desk is made of, before it becomes rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from helpdesk.models import Category, ChannelKind, SlaTarget
from runtime.seeding.speech import Matter


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: so many tickets and messages over so many days up to `until_ms` (since 1970, UTC)."""

    tickets: int
    messages: int
    until_ms: int
    days: int = 364
    seed: int = 1
    agents: int = 40
    active_percent: float = 8.0


@dataclass(frozen=True, slots=True)
class Promised:
    """What the policy of one kind of channel promises one priority. minutes: by target."""

    policy_id: int
    policy_version: int
    minutes: Mapping[SlaTarget, int]
    warn_percent: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """One channel. domain: of its mails."""

    id: int
    kind: ChannelKind
    address: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """One agent."""

    id: int
    name: str
    team_id: int


@dataclass(frozen=True, slots=True)
class Person:
    """One customer: their name, language and the identity they write from."""

    id: int
    name: str
    language: str
    channel: Way
    identity_id: int
    peer: str
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What tickets refer to; teams, types and tags by the keys topics use."""

    channels: Sequence[Way]
    hands: Mapping[int, Sequence[Hand]]  # by team
    team_ids: Mapping[str, int]
    type_ids: Mapping[str, int]
    statuses: Mapping[Category, int]
    skill_ids: Sequence[int]
    tag_ids: Mapping[str, int]
    promises: Mapping[tuple[ChannelKind, int], Promised]
    blobs: Sequence[tuple[str, int]] = ()  # SHA-256 and size


class Fate(IntEnum):
    """How a ticket ends, or where it stands."""

    NEW = 0
    WAITING = 1
    ANSWERED = 2
    PENDING = 3
    ON_HOLD = 4
    RESOLVED = 5
    CLOSED = 6
    SPAM = 7


ACTIVE_FATES = (Fate.NEW, Fate.WAITING, Fate.ANSWERED, Fate.PENDING, Fate.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Plan:
    """One ticket before it is told: when it was made, how many messages it has, how it stands."""

    nth: int
    at_ms: int
    messages: int
    fate: Fate


class Act(IntEnum):
    """What happens in a step of a story."""

    CREATED = 0
    IN = 1
    CLASSIFIED = 2
    ASSIGNED = 3
    UNASSIGNED = 4
    OUT = 5
    SENT = 6
    READ = 7
    NOTE = 8
    MOVED = 9
    REOPENED = 10
    WARNED = 11
    BREACHED = 12
    SPAM = 13


# at_ms, number of the step, act, agent id, text or message's number, data
Step = tuple[int, int, Act, int | None, Any, Any]


@dataclass(slots=True)
class Stay:
    """A stretch of a ticket with one agent."""

    id: int
    agent_id: int
    from_ms: int
    to_ms: int | None = None
    end_reason: str | None = None


@dataclass(slots=True)
class Timer:
    """One SLA clock, times in ms."""

    target: SlaTarget
    run: int
    started: int
    due: int | None = None
    paused: int | None = None
    consumed_s: int = 0
    minutes: int = 0
    warn: int | None = None
    warned: int | None = None
    met: int | None = None
    breached: int | None = None
    agent_id: int | None = None
    team_id: int | None = None


@dataclass(slots=True)
class Story:
    """One ticket with all that happened to it, and its rows' values."""

    id: int
    number: int
    plan: Plan
    person: Person
    matter: Matter
    promised: Promised
    team_id: int
    type_id: int
    priority: int
    subject: str
    steps: list[Step] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    moves: list[tuple[int, Category, Category]] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    category: Category = Category.NEW
    assignee_id: int | None = None
    waiting_ms: int | None = None
    responded_ms: int | None = None
    answered_ms: int | None = None
    resolved_ms: int | None = None
    closed_ms: int | None = None
    spam_ms: int | None = None
    next_due_ms: int | None = None
    read_ms: dict[int, int] = field(default_factory=dict)  # by number of the message
    # Filled in while the steps are written down:
    message_ids: list[int] = field(default_factory=list)
    left: int = 0
    last_seq: int = 0
    last_id: int | None = None
    last_ms: int = 0
    last_text: str = ""
    is_last_customers: bool = True
    count: int = 0
    seen_id: int = 0
    desk_seen_id: int = 0
    references: list[str] = field(default_factory=list)
