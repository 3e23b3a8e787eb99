"""Due times on the real timeline: business time counted, standstills cut out, nothing counted twice."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk import hours
from helpdesk.hours import BusinessHours
from helpdesk.models import Category, SlaTarget
from helpdesk.sla import Clock, Facts, Promise, Stretch, advance, consumed, due_at, next_due_at, standstills
from tests.rounds import examples

MINUTE = timedelta(minutes=1)
START = datetime(2026, 10, 23, 15, 0, tzinfo=UTC)  # a Friday; the clocks of Europe change on Sunday
PAUSES = frozenset({Category.PENDING, Category.ON_HOLD})
LUNCH = {str(day): [["09:00", "12:00"], ["13:00", "17:30"]] for day in range(5)}
CALENDARS = (
    BusinessHours(),
    BusinessHours("Europe/Kyiv", LUNCH, ["2026-10-26"]),
    BusinessHours("America/New_York", {"5": [["00:00", "24:00"]], "6": [["00:30", "04:00"]]}),
)


def at(minutes: int) -> datetime:
    return START + minutes * MINUTE


@st.composite
def stretches(draw: st.DrawFn) -> list[Stretch]:
    edges = sorted(draw(st.sets(st.integers(-600, 6_000), max_size=8)))
    ended = [(at(edges[n]), at(edges[n + 1])) for n in range(0, len(edges) - 1, 2)]
    return [*ended, (at(edges[-1]), None)] if len(edges) % 2 else list(ended)


@settings(max_examples=examples(20), deadline=None)
@given(st.sampled_from(CALENDARS), stretches(), st.integers(0, 2_000))
def test_consumed_time_is_what_a_minute_counter_counts(calendar: BusinessHours, stood: list[Stretch], end: int) -> None:
    def stands(moment: datetime) -> bool:
        return any(begin <= moment and (until is None or moment < until) for begin, until in stood)

    counted = sum(hours.is_open(calendar, at(n)) and not stands(at(n)) for n in range(end))

    assert consumed(calendar, START, at(end), stood) == counted * MINUTE


@settings(deadline=None)
@given(st.sampled_from(CALENDARS), stretches(), st.integers(1, 1_500))
def test_it_is_due_when_the_time_is_consumed_and_not_before(
    calendar: BusinessHours, stood: list[Stretch], minutes: int
) -> None:
    due = due_at(calendar, START, minutes, stood)

    if due is None:
        assert stood[-1][1] is None
        assert consumed(calendar, START, stood[-1][0], stood) < minutes * MINUTE
    else:
        assert consumed(calendar, START, due, stood) == minutes * MINUTE
        assert consumed(calendar, START, due - timedelta(microseconds=1), stood) < minutes * MINUTE


def test_due_exactly_where_a_pause_begins_is_due_then_and_not_after_it() -> None:
    assert due_at(BusinessHours(), START, 30, [(at(30), at(90))]) == at(30)


@pytest.mark.parametrize(
    ("moves", "stood"),
    [
        ([(0, "new"), (5, "open")], []),
        ([(0, "new"), (5, "pending"), (9, "on_hold"), (20, "open")], [(5, 20)]),
        ([(0, "open"), (5, "pending"), (5, "open"), (7, "resolved")], [(7, None)]),
        ([(0, "open"), (5, "pending"), (9, "resolved"), (12, "open"), (15, "on_hold")], [(5, 12), (15, None)]),
    ],
)
def test_pauses_that_touch_are_one(moves: Sequence[tuple[int, str]], stood: Sequence[tuple[int, int | None]]) -> None:
    found = standstills([(at(minute), Category(word)) for minute, word in moves], PAUSES)

    assert found == [(at(begin), None if end is None else at(end)) for begin, end in stood]


def test_a_calendar_that_never_opens_gives_no_due_time_and_stops_nobody() -> None:
    assert due_at(BusinessHours(hours={}), START, 30, []) is None


def test_a_clock_set_back_leaves_no_stretch_that_ends_before_it_begins() -> None:
    moves = [(at(0), Category.OPEN), (at(9), Category.PENDING), (at(3), Category.OPEN)]

    assert standstills(moves, PAUSES) == []


def test_a_late_answer_keeps_the_due_time_it_missed() -> None:
    promise = Promise(1, 1, {SlaTarget.FIRST_RESPONSE: 30})
    asked = Facts(Category.OPEN, [(at(0), Category.OPEN)], begun_at=at(0), asked_at=at(0), waiting_since=at(0))
    answered = Facts(Category.OPEN, asked.moves, responded_at=at(40), answered_at=at(40))

    (clock,) = advance(promise, asked, [], now=at(0))
    (late,) = advance(promise, answered, [clock], now=at(40))

    assert (late.due_at, late.breached_at, late.met_at, late.consumed_s) == (at(30), at(30), at(40), 2400)


def test_met_at_the_very_moment_it_is_due_is_in_time() -> None:
    promise = Promise(1, 1, {SlaTarget.FIRST_RESPONSE: 30})
    facts = Facts(Category.OPEN, [(at(0), Category.OPEN)], responded_at=at(30), answered_at=at(30))

    (clock,) = advance(promise, facts, [Clock(SlaTarget.FIRST_RESPONSE, 1, at(0), due_at=at(30))], now=at(35))

    assert (clock.met_at, clock.breached_at) == (at(30), None)


def test_the_earliest_open_promise_is_the_next() -> None:
    promise = Promise(1, 1, {SlaTarget.FIRST_RESPONSE: 30, SlaTarget.RESOLUTION: 20})
    facts = Facts(Category.OPEN, [(at(0), Category.OPEN)], begun_at=at(0), asked_at=at(0), waiting_since=at(0))

    clocks = advance(promise, facts, [], now=at(0))

    assert next_due_at(promise, facts, clocks) == at(20)
    assert next_due_at(None, facts, clocks) is None
