"""Service levels the slow way: the event log of a ticket replayed, every minute of every clock counted one by one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select

from helpdesk import db, hours
from helpdesk.hours import Opening
from helpdesk.models import Event, Message, SlaTarget
from tests.helpdesk.sla.promised import FIRST, NEXT, NINE, SOLVED

ENDED = ("resolved", "closed")
Row = tuple[SlaTarget, int, int, int | None, int | None, int | None, bool]


@dataclass(slots=True)
class Counted:
    """One clock; times are minutes after nine."""

    target: SlaTarget
    start: int
    met: int | None = None
    late: int | None = None
    is_dropped: bool = False


@dataclass(slots=True)
class MinuteCounter:
    """Replays a log. targets: minutes by priority and target."""

    calendar: Opening
    targets: dict[str, dict[str, int]]
    pauses: frozenset[str]
    category: str = "new"
    priority: str = "normal"
    responded: int | None = None
    answered: int | None = None
    waiting: int | None = None
    asked: int | None = None
    clocks: list[Counted] = field(default_factory=list)
    stood: dict[int, bool] = field(default_factory=dict)
    opened: dict[int, bool] = field(default_factory=dict)
    now: int = 0

    def replay(self, ticket_id: int, until: int) -> list[Row]:
        """Return what must be known of each clock at a minute: target, run, start, due, met, late, stands still."""
        for minute, facts in groupby(_log(ticket_id), key=lambda fact: fact[0]):
            self._go_on(minute)
            for _, kind, data in facts:
                self._happens(minute, kind, data)
            self._settle(minute)
        self._go_on(until)
        self._settle(until)
        return self._rows()

    def presses(self) -> int | None:
        """Return which due time the ticket's row must show after the replay."""
        promised = self.targets.get(self.priority, {})
        dues = [
            due
            for target, _, start, due, met, _, stands in self._rows()
            if target.value in promised
            and met is None
            and not stands
            and (target is not NEXT or start == self._wait_start())
        ]
        return None if self.category in ENDED else min((due for due in dues if due is not None), default=None)

    def _go_on(self, minute: int) -> None:
        for n in range(self.now, minute):
            self.stood[n] = self._stands()
        self.now = minute
        self._find_late()

    def _happens(self, minute: int, kind: str, data: dict[str, Any]) -> None:
        if kind in ("ticket.status_changed", "ticket.reopened"):
            self.category = data["to_category"]
            self.waiting = None if self.category in ENDED else self.waiting
        elif kind == "ticket.priority_changed":
            self.priority = data["to"]
        elif kind == "asked":
            self.asked = minute if self.asked is None else self.asked
            self.waiting = minute if self.waiting is None else self.waiting
        elif kind == "answered":
            self.responded = minute if self.responded is None else self.responded
            self.answered = minute
            self.waiting = data["since"]

    def _settle(self, minute: int) -> None:
        for one in self.clocks:
            self._end(one, minute)
        self._drop()
        self._begin()
        self._find_late()

    def _end(self, one: Counted, minute: int) -> None:
        if one.target is FIRST and one.met is None:
            one.met = self.responded
        elif one.target is SOLVED:
            one.met = (one.met if one.met is not None else minute) if self.category in ENDED else None
        elif one.target is NEXT and one.met is None and self.answered is not None and self.answered > one.start:
            one.met = self.answered

    def _drop(self) -> None:
        for one in self.clocks:
            promised = self.targets.get(self.priority, {})
            is_over = one.target is NEXT and one.start != self._wait_start()
            runs = one.met is None and one.late is None
            if runs and (is_over or self.category == "closed" or one.target.value not in promised):
                one.is_dropped = True
        self.clocks = [one for one in self.clocks if not one.is_dropped]

    def _begin(self) -> None:
        promised = self.targets.get(self.priority, {})
        if self.category in ENDED:
            return
        known = {one.target for one in self.clocks}
        if self.asked is not None:
            if "first_response" in promised and FIRST not in known and self.responded is None:
                self.clocks.append(Counted(FIRST, self.asked))
            if "resolution" in promised and SOLVED not in known:
                self.clocks.append(Counted(SOLVED, self.asked))
        start = self._wait_start()
        waits = {one.start for one in self.clocks if one.target is NEXT and one.met is None}
        if "next_response" in promised and self.responded is not None and start is not None and start not in waits:
            self.clocks.append(Counted(NEXT, start))

    def _wait_start(self) -> int | None:
        if self.waiting is None or self.answered is None:
            return self.waiting
        return max(self.waiting, self.answered)

    def _find_late(self) -> None:
        for one in self.clocks:
            if one.late is None and one.target.value in self.targets.get(self.priority, {}):
                due = self._due(one, self.now if one.met is None else one.met)
                one.late = due if due is not None and one.met is None and due < self.now else one.late

    def _due(self, one: Counted, upto: int) -> int | None:
        """Return by which minute the target's minutes are counted: those up to now, and those to come if all stays."""
        left = self.targets[self.priority][one.target.value]
        minute = one.start
        while left > 0:
            if minute >= upto and (self._stands() or minute > upto + 100_000):
                return None
            stands = self.stood[minute] if minute < upto else False
            left -= not stands and self._is_open(minute)
            minute += 1
        return minute

    def _stands(self) -> bool:
        return self.category in self.pauses or self.category in ENDED

    def _is_open(self, minute: int) -> bool:
        if minute not in self.opened:
            self.opened[minute] = hours.is_open(self.calendar, NINE + timedelta(minutes=minute))
        return self.opened[minute]

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        runs = 0
        for one in sorted(self.clocks, key=lambda one: one.start):
            runs += one.target is NEXT
            if one.late is not None:
                due: int | None = one.late
            else:
                due = None if one.met is not None else self._due(one, self.now)
            stands = one.met is None and self._stands()
            rows.append((one.target, runs if one.target is NEXT else 1, one.start, due, one.met, one.late, stands))
        return sorted(rows, key=str)


def _log(ticket_id: int) -> list[tuple[int, str, dict[str, Any]]]:
    """Return what happened, in order: events, with messages told as "asked" and "answered"."""
    with db.reading() as session:
        events = session.scalars(select(Event).where(Event.ticket_id == ticket_id).order_by(Event.id)).all()
        messages = {row.id: row for row in session.scalars(select(Message).where(Message.ticket_id == ticket_id))}
    held = {event.message_id for event in events if event.kind in ("message.released", "message.withdrawn")}
    held |= {message.id for message in messages.values() if message.release_at is not None}
    log: list[tuple[int, str, dict[str, Any]]] = []
    gone = 0  # the newest answer the customer has
    for event in events:
        message = messages.get(event.message_id or 0)
        kind, data = event.kind, dict(event.data)
        if kind == "message.received" and message and not message.is_auto:
            kind = "asked"
        elif kind == "message.released" or (kind == "message.queued" and event.message_id not in held):
            gone = max(gone, event.message_id or 0)
            since = _since(messages, gone, event.created_at) if kind == "message.released" else None
            kind, data = "answered", {"since": since}
        log.append((_minute(event.created_at), kind, data))
    return log


def _since(messages: dict[int, Message], answer_id: int, upto: datetime) -> int | None:
    """Return since when the customer waits for more than this answer."""
    later = [
        _minute(message.created_at)
        for message in messages.values()
        if message.id > answer_id and message.kind.value == "in" and not message.is_auto and message.created_at <= upto
    ]
    return min(later, default=None)


def _minute(at: datetime) -> int:
    minutes = (at - NINE) / timedelta(minutes=1)
    assert minutes == int(minutes), "histories happen at whole minutes"
    return int(minutes)
