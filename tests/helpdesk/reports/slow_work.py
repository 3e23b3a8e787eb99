"""The slow recomputation of handle time and of abandoned chats, and what every measure is found as."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Protocol

from helpdesk.models import Event, Message, Ticket

ENDED = ("resolved", "closed")
TURNS = ("ticket.assigned", "ticket.unassigned", "ticket.status_changed", "ticket.reopened", "ticket.spam_cleared")


@dataclass(frozen=True)
class Seen:
    """One thing found: of which measure, when, how long, whose."""

    measure: str
    ticket: Ticket
    at: datetime
    seconds: int | None = None
    agent_id: int | None = None
    team_id: int | None = None
    is_part: bool = True


class Told(Protocol):
    """What is asked of the log of a ticket."""

    ticket: Ticket

    @property
    def events(self) -> Sequence[Event]: ...

    @property
    def ends(self) -> Sequence[Any]: ...

    @property
    def arrivals(self) -> Sequence[object]: ...

    @property
    def replies(self) -> Sequence[tuple[int, Message, datetime]]: ...

    def agent_before(self, order: int) -> int | None: ...

    def team_before(self, order: int) -> int | None: ...

    def moves(self) -> Sequence[Any]: ...

    def responses(self) -> Sequence[Seen]: ...


def worked(log: Told) -> list[Seen]:
    """Add up, for each agent, the times between two moves in which they had it, new or open, before its last end."""
    if not log.ends or log.ticket.category.value not in ENDED:
        return []
    last = log.ends[-1]
    took: dict[int, float] = defaultdict(float)
    turns = [one for one in log.events if one.kind in TURNS and one.id <= last.id]
    for one, after in pairwise(turns):
        agent_id = log.agent_before(one.id + 1)
        if agent_id is not None and category_after(log, one.id) in ("new", "open"):
            took[agent_id] += (after.created_at - one.created_at).total_seconds()
    team_id = log.team_before(last.id)
    return [Seen("handle_time", log.ticket, last.created_at, round(s), id, team_id) for id, s in took.items()]


def category_after(log: Told, order: int) -> str:
    known = log.moves()[0].data["from_category"] if log.moves() else log.ticket.category.value
    for event in log.events:
        if event.id <= order and event in log.moves():
            known = event.data["to_category"]
        if event.id <= order and event.kind == "ticket.spam_cleared":
            known = "new"
    return str(known)


def chat(log: Told) -> list[Seen]:
    """Say of what a visitor began whether it was answered; all histories are of chats."""
    answers = [one for one in log.responses() if one.measure == "first_response"]
    if answers:
        first = answers[0]
        return [Seen("abandoned", log.ticket, first.at, None, first.agent_id, first.team_id, is_part=False)]
    if log.replies or not log.arrivals or not log.ends or log.ticket.category.value not in ENDED:
        return []
    end = log.ends[-1]
    return [Seen("abandoned", log.ticket, end.created_at, None, log.agent_before(end.id), log.team_before(end.id))]
