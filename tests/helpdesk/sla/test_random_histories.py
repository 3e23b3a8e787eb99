"""Clocks refreshed step by step are those a minute counter finds in the event log at the end."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import receive, release, sla_sweep
from helpdesk.actions.workspace.calendars import CalendarChanges, create_calendar
from helpdesk.errors import Conflict
from helpdesk.hours import BusinessHours
from helpdesk.models import Calendar, Category, Priority
from tests.cast import Desk
from tests.helpdesk.sla.minute_counter import MinuteCounter, Row
from tests.helpdesk.sla.promised import NINE, at, clocks, hold_chat, next_due, note, priority, promise, status
from tests.rounds import examples
from tests.stories import answers, incoming, visitor_writes

LUNCH: Final = {str(day): [["09:00", "12:00"], ["13:00", "17:30"]] for day in range(5)}
OFFICE: Final = BusinessHours("Europe/Kyiv", LUNCH, [])
TARGETS: Final = {
    "urgent": {"first_response": 20, "next_response": 10, "resolution": 100},
    "normal": {"first_response": 60, "next_response": 45, "resolution": 300},
    "low": {"first_response": 200, "resolution": 1000},
}
STEPS: Final = (
    "ask",
    "automatic",
    "answer",
    "held answer",
    "release",
    "note",
    "sweep",
    "open",
    "pending",
    "on_hold",
    "resolved",
    "urgent",
    "normal",
    "low",
)

Step = tuple[int, str]  # minutes after the step before


def histories() -> st.SearchStrategy[list[Step]]:
    step = st.tuples(st.sampled_from([1, 2, 7, 10, 30, 45, 60, 100, 400]), st.sampled_from(STEPS))
    return st.lists(step, max_size=14)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.booleans(), st.sampled_from([("pending", "on_hold"), ("pending",), ()]))
@example([(10, "answer"), (10, "ask"), (10, "resolved"), (10, "ask"), (10, "answer")], False, ("pending",))
@example([(30, "low"), (45, "urgent"), (1, "low"), (1, "answer")], False, ("pending",))
@example([(10, "held answer"), (1, "ask"), (1, "release"), (60, "resolved"), (1, "open")], True, ())
@example([(60, "pending"), (1, "urgent")], False, ("pending",))
@example([(60, "pending"), (100, "open"), (1, "low"), (1, "answer")], False, ("pending",))
@example([(60, "pending"), (7, "answer")], False, ("pending",))
@example([(1, "held answer"), (1, "ask"), (1, "answer"), (1, "release")], False, ("pending",))
@example([(60, "resolved"), (1, "low"), (7, "open")], False, ())
def test_refreshing_step_by_step_is_counting_every_minute(
    desk: Desk, history: list[Step], office: bool, pauses: tuple[str, ...]
) -> None:
    calendar_id = office_calendar(desk) if office else None
    promise(desk, TARGETS, name=f"Policy {uuid4()}", calendar_id=calendar_id, pauses=list(pauses))
    browser = str(uuid4())
    with at(0):
        ticket_id = visitor_writes(desk, browser=browser).ticket_id

    end = 0
    for gap, step in history:
        end += gap
        with at(end):
            take_step(desk, step, ticket_id, browser)
    with at(end + 1):
        sla_sweep.sweep()

    counter = MinuteCounter(OFFICE if office else BusinessHours(), TARGETS, frozenset(pauses))
    assert found(ticket_id) == counter.replay(ticket_id, until=end + 1)
    assert next_due(ticket_id) == counter.presses()


def take_step(desk: Desk, step: str, ticket_id: int, browser: str) -> None:
    anna = desk.cast.anna
    with suppress(Conflict):
        if step == "ask":
            visitor_writes(desk, browser=browser)
        elif step == "automatic":
            automatic = replace(incoming(desk, "Out of office", browser=browser), is_auto=True)
            db.retrying(lambda session: receive.receive_message(session, automatic))
        elif step in ("answer", "held answer"):
            hold_chat(desk, 60 if step == "held answer" else 0)
            answers(ticket_id, by=anna)
        elif step == "release":
            with db.transaction() as session:
                release.release_due(session)
        elif step == "note":
            note(ticket_id, by=anna)
        elif step == "sweep":
            sla_sweep.sweep()
        elif step in ("urgent", "normal", "low"):
            priority(ticket_id, Priority[step.upper()], by=anna)
        else:
            status(ticket_id, Category(step), by=anna)


def office_calendar(desk: Desk) -> int:
    with db.transaction() as session:
        known = session.scalar(select(Calendar.id))
        changes = CalendarChanges(name="Office", time_zone="Europe/Kyiv", hours=LUNCH)
        return known or create_calendar(session, changes, by=desk.cast.dora).id


def found(ticket_id: int) -> list[Row]:
    rows: list[Row] = []
    for row in clocks(ticket_id):
        times = (row.started_at, row.due_at, row.met_at, row.breached_at)
        start, due, met, late = (None if time is None else int((time - NINE) / timedelta(minutes=1)) for time in times)
        assert start is not None
        due = None if row.met_at and not row.breached_at else due
        rows.append((row.target, row.run, start, due, met, late, row.paused_at is not None))
    return sorted(rows, key=str)
