"""The slow recomputation: every fact of a ticket found again in its event log, one definition at a time.

Written from docs/reports.md alone: it shares nothing with helpdesk.reporting but the names of the measures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import AuthorKind, Event, Message, MessageKind, Rating, SlaClock, Ticket
from helpdesk.models.channels import Channel
from tests.helpdesk.reports.slow_work import ENDED, Seen, chat, worked


@dataclass(frozen=True)
class Arrival:
    """A customer's message begins to wait. order: the id of the event that says so."""

    order: int
    message_id: int
    at: datetime


class Log:
    """The event log of one ticket."""

    def __init__(self, session: Session, ticket: Ticket) -> None:
        self.ticket = ticket
        standing = {row.id: row for row in session.scalars(select(Message).where(Message.ticket_id == ticket.id))}
        mine = Event.message_id.is_(None) & (Event.ticket_id == ticket.id) | Event.message_id.in_(standing)
        self.events = without_undone_merges(session.scalars(select(Event).where(mine).order_by(Event.id)).all())
        self.messages = {id: row for id, row in standing.items() if row.kind is not MessageKind.NOTE}
        self.first_team_id = session.get_one(Channel, ticket.channel_id).team_id
        self.ratings = session.scalars(select(Rating).where(Rating.ticket_id == ticket.id)).all()
        self.clocks = session.scalars(select(SlaClock).where(SlaClock.ticket_id == ticket.id)).all()

    @cached_property
    def all(self) -> list[Seen]:
        if self.ticket.spam_at or self.ticket.merged_into_id or not (self.arrivals or self.replies):
            return []
        ticket = self.ticket
        created = Seen("created", ticket, ticket.created_at, None, ticket.assignee_id, ticket.team_id)
        return [
            created,
            *self.messages_written(),
            *self.responses(),
            *self.endings(),
            *self.promises(),
            *self.judged(),
            *worked(self),
            *chat(self),
        ]

    def messages_written(self) -> list[Seen]:
        first: dict[int, Arrival] = {}
        for arrival in self.arrivals:
            first.setdefault(arrival.message_id, arrival)
        return [
            Seen("messages", self.ticket, one.at, None, self.agent_before(one.order), self.ticket.team_id)
            for one in first.values()
        ]

    def responses(self) -> list[Seen]:
        found = []
        for n, (order, reply, at) in enumerate(self.replies):
            whose = (reply.author_agent_id, self.team_before(order))
            found.append(Seen("replies", self.ticket, at, None, *whose))
            waiting = [one.at for one in self.arrivals if self.waits(one, order, reply)]
            if n == 0 and (asked := self.asked_before(order)) is not None:
                found.append(Seen("first_response", self.ticket, at, seconds(at - asked), *whose))
            elif n > 0 and waiting:
                found.append(Seen("next_response", self.ticket, at, seconds(at - min(waiting)), *whose))
        return found

    def endings(self) -> list[Seen]:
        ends, created = self.ends, self.ticket.created_at
        found = []
        for event in ends:
            whose = (self.agent_before(event.id), self.team_before(event.id))
            back = [one.created_at for one in self.reopenings if one.id > event.id][:1]
            soon = bool(back) and back[0] - event.created_at <= timedelta(days=7)
            found.append(Seen("reopened", self.ticket, event.created_at, None, *whose, is_part=soon))
            took = seconds(event.created_at - created)
            if event is ends[0]:
                found.append(Seen("first_resolution", self.ticket, event.created_at, took, *whose))
            if event is ends[-1] and self.ticket.category.value in ENDED:
                found.append(Seen("resolution", self.ticket, event.created_at, took, *whose))
                found.append(Seen("resolved", self.ticket, event.created_at, None, *whose))
                is_one = len(self.replies) == 1
                found.append(Seen("one_touch", self.ticket, event.created_at, None, *whose, is_part=is_one))
        return found

    def promises(self) -> list[Seen]:
        return [
            Seen(
                f"sla_{clock.target.value}",
                self.ticket,
                clock.breached_at or clock.met_at or clock.started_at,
                None,
                clock.agent_id,
                clock.team_id,
                is_part=clock.breached_at is None,
            )
            for clock in self.clocks
            if clock.met_at or clock.breached_at
        ]

    def judged(self) -> list[Seen]:
        found = []
        for one in self.ratings:
            whose = (one.agent_id, self.ticket.team_id)
            if one.message_id is not None:
                is_given = one.rated_at is not None
                found.append(Seen("rating_answers", self.ticket, one.created_at, None, *whose, is_part=is_given))
            if one.rated_at is not None:
                found.append(Seen("csat", self.ticket, one.rated_at, None, *whose, is_part=one.score in (4, 5)))
        return found

    def is_open_before(self, moment: datetime) -> bool:
        """Say whether it had been made and not ended just before a moment; what was taken for spam had not ended."""
        if self.ticket.created_at >= moment or not self.all:
            return False
        ends = [(event.created_at, event.id, False) for event in self.ends]
        opens = [(event.created_at, event.id, True) for event in self.reopenings]
        state = True
        for at, _, opens_it in sorted(ends + opens):
            if at < moment:
                state = opens_it
        return state

    @cached_property
    def arrivals(self) -> list[Arrival]:
        found = []
        for event in self.events:
            message = self.messages.get(event.message_id or 0)
            if event.kind == "message.received" and message and is_customers(message):
                found.append(Arrival(event.id, message.id, message.created_at))
            if event.kind == "ticket.spam_cleared" and (last := self.last_word_before(event.id)) is not None:
                found.append(Arrival(event.id, last, event.created_at))
        return found

    def last_word_before(self, order: int) -> int | None:
        """Return the customer's last message where nobody of the desk has written since."""
        last = None
        for event in self.events:
            message = self.messages.get(event.message_id or 0)
            if event.id < order and message and event.kind in ("message.received", "message.stored"):
                last = message
        if last is None or not is_customers(last):
            return None
        arrived = max(event.id for event in self.events if event.message_id == last.id)
        return None if any(arrived < at < order for at, _, _ in self.replies) else last.id

    @cached_property
    def replies(self) -> list[tuple[int, Message, datetime]]:
        """Return each answer by a person with the event that let it go."""
        gone = []
        for event in self.events:
            message = self.messages.get(event.message_id or 0)
            if message is None or not is_answer(message):
                continue
            kinds = {one.kind for one in self.events if one.message_id == message.id}
            at_once = event.kind == "message.queued" and message.release_at is None and "message.released" not in kinds
            if event.kind == "message.released" or (at_once and "message.withdrawn" not in kinds):
                gone.append((event.id, message, event.created_at))
        return gone

    def waits(self, arrival: Arrival, order: int, reply: Message) -> bool:
        if arrival.order > order or arrival.message_id >= reply.id:
            return False
        answered = any(arrival.order < at < order and arrival.message_id < other.id for at, other, _ in self.replies)
        cleared = any(event.kind == "ticket.spam_cleared" and arrival.order < event.id < order for event in self.events)
        dropped = any(
            arrival.order < end.id < order and not self.was_on_its_way(arrival, end.id) for end in self.moves_to_end
        )
        return not (answered or cleared or dropped)

    def was_on_its_way(self, arrival: Arrival, order: int) -> bool:
        for message in self.messages.values():
            mine = {event.kind: event.id for event in self.events if event.message_id == message.id}
            over = mine.get("message.released", mine.get("message.withdrawn"))
            begun = mine.get("message.queued", order)
            still = (over > order) if over else message.release_at is not None
            if is_answer(message) and message.id > arrival.message_id and begun < order and still:
                return True
        return False

    def asked_before(self, order: int) -> datetime | None:
        found = None
        for arrival in self.arrivals:
            cleared = any(event.id == arrival.order and event.kind == "ticket.spam_cleared" for event in self.events)
            if arrival.order < order and (found is None or cleared):
                found = arrival.at
        return found

    def moves(self) -> list[Any]:
        return [event for event in self.events if event.kind in ("ticket.status_changed", "ticket.reopened")]

    @cached_property
    def moves_to_end(self) -> list[Any]:
        return [
            event
            for event in self.moves()
            if event.data["from_category"] not in ENDED and event.data["to_category"] in ENDED
        ]

    @cached_property
    def ends(self) -> list[Any]:
        """Return the moves that ended it, but for those that proved to be no end: it was taken for spam by mistake."""
        found: list[Any] = []
        for event in self.events:
            if event in self.moves_to_end:
                found.append(event)
            if event.kind == "ticket.spam_cleared" and found:
                found.pop()
        return found

    @cached_property
    def reopenings(self) -> list[Any]:
        return [
            event
            for event in self.moves()
            if event.data["from_category"] in ENDED and event.data["to_category"] not in ENDED
        ]

    def agent_before(self, order: int) -> int | None:
        agent: int | None = None
        for event in self.events:
            if event.id < order and event.kind == "ticket.assigned":
                agent = event.data["to_agent_id"]
            if event.id < order and event.kind == "ticket.unassigned":
                agent = None
        return agent

    def team_before(self, order: int) -> int | None:
        team = self.first_team_id
        for event in self.events:
            if event.id < order and event.kind == "ticket.team_changed":
                team = event.data["to"]
        return team


def without_undone_merges(events: Sequence[Event]) -> list[Event]:
    kept: list[Event] = []
    for event in events:
        if event.data.get("merge") != "back":
            kept.append(event)
            continue
        there = [one for one in kept if one.data.get("merge") == "there"]
        kept.remove(there[-1])
    return kept


def is_customers(message: Message) -> bool:
    return message.kind is MessageKind.IN and not message.is_auto and message.author_kind is AuthorKind.CUSTOMER


def is_answer(message: Message) -> bool:
    return message.kind is MessageKind.OUT and message.author_kind is AuthorKind.AGENT and not message.is_auto


def seconds(span: timedelta) -> int:
    return round(span.total_seconds())
