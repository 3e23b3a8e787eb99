"""What a ticket's story is told from, and the facts it becomes; plain values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from helpdesk.models import FactKind, SlaTarget


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a ticket, as far as reports care."""

    kind: str
    at: datetime
    message_id: int | None = None
    actor: str = "system"
    data: Mapping[str, Any] = field(default_factory=dict)  # as its event documents


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message was. is_persons: a person wrote it; answers: it went to the customer, not aside to somebody else.

    ticket_id: where it stands now, after merges and splits.
    """

    id: int
    ticket_id: int
    at: datetime
    is_customers: bool
    is_persons: bool
    answers: bool
    agent_id: int | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a clock of a ticket ended: late at its due time, or met in time."""

    target: SlaTarget
    is_late: bool
    at: datetime
    agent_id: int | None
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a customer said of the help. asked_at: when a letter asked, None in a web chat, which asks by itself."""

    asked_at: datetime | None
    rated_at: datetime | None
    score: int | None
    agent_id: int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ticket as it is now."""

    id: int
    created_at: datetime
    channel_id: int
    type_id: int
    priority: int
    language: str
    team_id: int | None
    assignee_id: int | None
    category: str
    is_chat: bool
    is_void: bool


class Fact(NamedTuple):
    """One row of `helpdesk.models.ReportFact` without its id; two equal ones are the same fact."""

    ticket_id: int
    kind: FactKind
    at_s: int
    end_s: int | None
    seconds: int | None
    business_s: int | None
    agent_id: int | None
    team_id: int | None
    channel_id: int
    type_id: int
    priority: int
    language: str


def epoch_s(at: datetime) -> int:
    """Return the whole second a moment lies in."""
    return int(at.timestamp() // 1)
