"""A desk with promises: one policy, a clock that moves by minutes, and short sentences about tickets."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, settings
from helpdesk.actions import label, lifecycle, reply, sla_recompute, statuses
from helpdesk.actions.reply import Writing
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.actions.workspace.sla_policies import PolicyChanges, create_policy
from helpdesk.models import Category, Event, Message, Priority, SlaClock, SlaPolicy, SlaTarget, Ticket
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.stories import answers, visitor_writes

NINE: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
TARGETS: Final = {"first_response": 60, "next_response": 30, "resolution": 480}
FIRST, NEXT, SOLVED = SlaTarget.FIRST_RESPONSE, SlaTarget.NEXT_RESPONSE, SlaTarget.RESOLUTION


Targets = Mapping[str, Any]  # minutes by target, for every priority; or that by priority


def promise(desk: Desk, targets: Targets | None = None, *, name: str = "Gold", **changes: Any) -> int:
    """Have one policy alone promise this; return its id."""
    with db.transaction() as session:
        session.execute(update(SlaPolicy).values(is_enabled=False, removed_at=NINE))
        return add_policy(session, desk, targets or TARGETS, name=name, **changes)


def add_policy(session: Session, desk: Desk, targets: Targets, *, name: str, **changes: Any) -> int:
    """Add a policy after all others."""
    is_by_priority = set(targets) <= {priority.word for priority in Priority}
    by_priority = targets if is_by_priority else {priority.word: targets for priority in Priority}
    given = PolicyChanges(name=name, targets=by_priority, **changes)
    return create_policy(session, given, by=desk.cast.dora).id


def after(minutes: float) -> datetime:
    """Return the moment so many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


@contextmanager
def at(minutes: float) -> Iterator[None]:
    """Hold the clock so many minutes after nine."""
    with clock.fixed(after(minutes)):
        yield


def clocks(ticket_id: int) -> list[SlaClock]:
    """Return the clocks of a ticket in the order they began."""
    with db.reading() as session:
        wanted = select(SlaClock).where(SlaClock.ticket_id == ticket_id)
        return sorted(session.scalars(wanted), key=lambda row: (row.started_at, row.target))


def the_clock(ticket_id: int, target: SlaTarget, *, run: int = 1) -> SlaClock:
    """Return one clock of a ticket."""
    (found,) = [row for row in clocks(ticket_id) if row.target is target and row.run == run]
    return found


def due(ticket_id: int, target: SlaTarget, *, run: int = 1) -> float | None:
    """Return when a clock is due, in minutes after nine."""
    at = the_clock(ticket_id, target, run=run).due_at
    return None if at is None else (at - NINE) / timedelta(minutes=1)


def next_due(ticket_id: int) -> float | None:
    """Return when the ticket's row says that it is due, in minutes after nine."""
    with db.reading() as session:
        at = session.get_one(Ticket, ticket_id).next_due_at
        return None if at is None else (at - NINE) / timedelta(minutes=1)


def status(ticket_id: int, category: Category, *, by: Actor) -> None:
    """Give a ticket the usual status of a category."""
    with db.transaction() as session:
        found = statuses.default_status(session, category)
        lifecycle.set_status(session, ticket_id, status_id=found.id, by=by)


def priority(ticket_id: int, wanted: Priority, *, by: Actor) -> None:
    """Give a ticket another priority."""
    with db.transaction() as session:
        label.set_priority(session, ticket_id, priority=wanted, by=by)


def note(ticket_id: int, *, by: Actor) -> None:
    """Write an internal note."""
    with db.transaction() as session:
        reply.add_note(session, ticket_id, Writing("Look here", f"note-{clock.now()}"), by=by)


def recompute() -> None:
    """Bring open tickets under the policies of now, as the worker does."""
    while sla_recompute.step() is not None:
        pass


def told(kind: str) -> list[Event]:
    """Return the events of a kind."""
    with db.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def ask(desk: Desk, minutes: float = 0, text: str = "Where is my order?") -> int:
    """Have the customer write after some minutes; return the ticket."""
    with at(minutes):
        return visitor_writes(desk, text).ticket_id


def answer(desk: Desk, ticket_id: int, minutes: float) -> Message:
    """Have anna answer after some minutes."""
    with at(minutes):
        return answers(ticket_id, by=desk.cast.anna)


def hold_chat(desk: Desk, seconds: int) -> None:
    """Hold answers in the chat for some seconds, in which they can be taken back."""
    with db.transaction() as session:
        kinds = settings.get(session, "undo_send_s") | {"webchat": seconds}
        change_settings(session, {"undo_send_s": kinds}, by=desk.cast.dora)
