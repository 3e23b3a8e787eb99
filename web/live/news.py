"""What happened, read in a few statements for a whole batch of events and encoded once per view."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Event, Ticket
from helpdesk.queries.entries import TOLD, entry_views
from helpdesk.queries.messages import message_views
from helpdesk.queries.rows import Json, LiveRow, live_rows
from helpdesk.queries.service_levels import ticket_clocks
from helpdesk.queries.ticket import assignment, help_sums, skills, threads
from web.live.wire import text_frame

# Kinds no agent's list or timeline shows; thread.seen is for visitors.
SILENT: Final = frozenset(
    {"thread.seen", "read.marked", "draft.saved", "draft.deleted", "notification.added", "follow.changed"}
)
ASSIGNMENT_KINDS: Final = frozenset({"ticket.accepted", "ticket.assigned", "ticket.unassigned"})
SKILL_KINDS: Final = frozenset({"ticket.classified", "ticket.skills_changed"})
# What may sound: it is the news among several.
SOUNDS: Final = ("message.received", "ticket.assigned")
HELP_KINDS: Final = frozenset(
    {
        "approval.answered",
        "approval.asked",
        "approval.passed_on",
        "approval.withdrawn",
        "side.begun",
        "side.delivered",
        "side.written",
        "ticket.joined",
        "ticket.merged",
        "ticket.parted",
        "ticket.unmerged",
    }
)
# After these somebody who was asked may no longer read what was lent to them.
TAKEN_BACK: Final = frozenset({"approval.answered", "approval.withdrawn", "approval.passed_on"})
Holders = frozenset[tuple[int | None, int | None]]  # team and assignee of each ticket
THREADS: Final = frozenset({"thread.added", "customer.changed"})  # a topic may be called otherwise now


@dataclass(frozen=True, slots=True)
class Watched:
    """Which tickets and customers are on some screen of this process."""

    tickets: Collection[int]
    customers: Collection[int]


@dataclass(frozen=True, slots=True)
class Left:
    """Whose sight a ticket may have left with this event. `team_id` counts only where `has_team` says so."""

    has_team: bool = False
    team_id: int | None = None
    agent_id: int | None = None


@dataclass(slots=True)
class TicketNews:
    """One event of a ticket with the ticket as it is now.

    row_kind: what those with only the list are told, empty where a later event of the batch tells it.
    ticket_frame and history_frame are for those who watch. holders: of all the customer's tickets, None where nobody
    watches.
    """

    position: int
    kind: str
    ticket_id: int
    customer_id: int
    version: int
    team_id: int | None
    assignee_id: int | None
    left: Left
    row: msgspec.Raw
    row_kind: str = ""
    holders: Holders | None = None
    ticket_frame: bytes | None = None
    history_frame: bytes | None = None
    _row_frames: dict[str, bytes] = field(default_factory=dict)

    def row_frame(self, kind: str = "") -> bytes:
        """Return the frame of those who only have the list, encoded at the first call."""
        kind = kind or self.row_kind
        frame = self._row_frames.get(kind)
        if frame is None:
            frame = self._row_frames[kind] = event_frame(self.position, kind, {"ticket": self.row})
        return frame

    def gone_frame(self) -> bytes:
        """Return the frame of those who may no longer see the ticket."""
        return encoded({"t": "gone", "p": self.position, "ticket": self.ticket_id})


def ticket_news(session: Session, events: Sequence[Event], watched: Watched) -> list[TicketNews]:
    """Return the news of those events that concern a ticket, in their order."""
    told = [event for event in events if event.ticket_id is not None and event.kind not in SILENT]
    if not told:
        return []
    rows = live_rows(session, {event.ticket_id for event in told if event.ticket_id is not None})
    raws = {id: msgspec.Raw(msgspec.json.encode(row.row)) for id, row in rows.items()}
    news = [_one(event, rows[event.ticket_id], raws) for event in told if event.ticket_id in rows]
    _say_once(news)
    add_details(session, told, news, watched)
    return news


def add_details(session: Session, events: Sequence[Event], news: Sequence[TicketNews], watched: Watched) -> None:
    """Give those news that somebody watches their messages, entries and assignments."""
    seen = [one for one in news if one.ticket_id in watched.tickets or one.customer_id in watched.customers]
    if not seen:
        return
    by_position = {event.position: event for event in events}
    holders = holders_of(session, {one.customer_id for one in seen})
    wanted = {by_position[one.position].message_id for one in seen} - {None}
    messages = message_views(session, [id for id in wanted if id is not None]) if wanted else {}
    entries = entry_views(session, [by_position[one.position] for one in seen if one.ticket_id in watched.tickets])
    for one in seen:
        event = by_position[one.position]
        one.holders = holders.get(one.customer_id, frozenset())
        parts: Json = {"ticket": one.row}
        if event.message_id in messages:
            parts["message"] = messages[event.message_id]
            one.history_frame = event_frame(one.position, one.kind, parts)
        if one.ticket_id in watched.tickets:
            parts |= _ticket_parts(session, one, entries.get(event.id))
            one.ticket_frame = event_frame(one.position, one.kind, parts)


def holders_of(session: Session, customer_ids: Collection[int]) -> dict[int, Holders]:
    """Return who has the tickets of these customers: what decides whether others may read along."""
    found: dict[int, set[tuple[int | None, int | None]]] = {}
    wanted = select(Ticket.customer_id, Ticket.team_id, Ticket.assignee_id).where(Ticket.customer_id.in_(customer_ids))
    for customer_id, team_id, assignee_id in session.execute(wanted.distinct()):
        found.setdefault(customer_id, set()).add((team_id, assignee_id))
    return {id: frozenset(pairs) for id, pairs in found.items()}


def encoded(payload: Mapping[str, Any]) -> bytes:
    """Return a complete frame that carries `payload` as JSON."""
    return text_frame(msgspec.json.encode(payload))


def event_frame(position: int, kind: str, parts: Mapping[str, Any]) -> bytes:
    """Return an event frame with these parts."""
    return encoded({"t": "event", "p": position, "kind": kind, **parts})


def sound_among(kinds: Collection[str]) -> str:
    """Return the one of these kinds of events that may sound, nothing where none may."""
    return next((kind for kind in SOUNDS if kind in kinds), "")


def _say_once(news: Sequence[TicketNews]) -> None:
    """Have the last event of each ticket tell the row, as the one of them that may sound."""
    last = {one.ticket_id: one for one in news}
    kinds: dict[int, set[str]] = {}
    for one in news:
        kinds.setdefault(one.ticket_id, set()).add(one.kind)
    for one in last.values():
        one.row_kind = sound_among(kinds[one.ticket_id]) or one.kind


def _one(event: Event, row: LiveRow, raws: Mapping[int, msgspec.Raw]) -> TicketNews:
    ticket_id = row.row["id"]
    return TicketNews(
        position=event.position or 0,
        kind=event.kind,
        ticket_id=ticket_id,
        customer_id=row.row["customer"]["id"],
        version=row.row["version"],
        team_id=row.team_id,
        assignee_id=row.assignee_id,
        left=_left(event),
        row=raws[ticket_id],
    )


def _left(event: Event) -> Left:
    data = event.data
    if event.kind == "ticket.team_changed":
        return Left(has_team=True, team_id=data["from"])
    if "from_team_id" in data:
        return Left(has_team=True, team_id=data["from_team_id"])
    if event.kind in TAKEN_BACK:
        return Left(agent_id=data["asked_id"])
    return Left(agent_id=data.get("from_agent_id"))


def _ticket_parts(session: Session, one: TicketNews, entry: Json | None) -> Json:
    parts: Json = {"sla": ticket_clocks(session, one.ticket_id)}
    if entry is not None and one.kind in TOLD:
        parts["entry"] = entry
    if one.kind in THREADS:
        parts["threads"] = threads(session, one.ticket_id)
    if one.kind in HELP_KINDS:
        parts["help"] = help_sums(session, one.ticket_id)
    if one.kind in ASSIGNMENT_KINDS:
        parts["assignment"] = assignment(session, one.ticket_id)
    if one.kind in SKILL_KINDS:
        row = msgspec.json.decode(one.row)
        parts["ticket"] = row | {"skills": skills(session, one.ticket_id)}
    return parts
