"""Rules set off by time: when a ticket has waited long enough, once per wait; on a customer's day, once a year."""

from datetime import UTC, datetime, timedelta

from helpdesk import clock, db
from helpdesk.actions import lifecycle
from helpdesk.actions.statuses import default_status
from helpdesk.models import Calendar, Category, CustomerDate
from tests.automating import LETTER, arranges, due_in, letters, runs
from tests.cast import Desk
from tests.stories import answers, ticket_of, visitor_writes

DAY = timedelta(days=1)


def test_a_ticket_that_waits_for_its_customer_is_reminded_once_per_wait(desk: Desk) -> None:
    arranges(desk, "waiting_customer", LETTER, minutes=3 * 24 * 60)
    asked = visitor_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)

    assert [due_in(2 * DAY), due_in(3.1 * DAY), due_in(4 * DAY)] == [0, 1, 0]
    with clock.fixed(clock.now() + 5 * DAY):
        visitor_writes(desk)
        answers(asked.ticket_id, by=desk.cast.anna)
    assert [due_in(7 * DAY), due_in(8.1 * DAY)] == [0, 1]


def test_who_waits_for_an_agent_is_not_waiting_for_the_customer(desk: Desk) -> None:
    arranges(desk, "waiting_customer", LETTER, minutes=60)
    arranges(desk, "waiting_agent", {"do": "priority", "priority": "urgent"}, minutes=60)
    visitor_writes(desk)

    assert due_in(DAY) == 1
    assert [run.why["on"] for run in runs()] == ["waiting_agent"]


def test_business_hours_alone_are_counted(desk: Desk) -> None:
    with db.transaction() as session:
        calendar = Calendar(
            name="Office", version=1, time_zone="UTC", hours={"0": [["09:00", "17:00"]]}, holidays=[], days=[]
        )
        session.add(calendar)
        session.flush()
        calendar_id = calendar.id
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with clock.fixed(friday):
        arranges(desk, "waiting_agent", LETTER, minutes=60, calendar_id=calendar_id)
        visitor_writes(desk)

    with clock.fixed(friday + 2 * DAY):
        assert due_in(timedelta()) == 0
    with clock.fixed(datetime(2026, 11, 23, 10, 1, tzinfo=UTC)):
        assert due_in(timedelta()) == 1


def test_a_resolved_ticket_is_thanked_for_unless_it_was_reopened(desk: Desk) -> None:
    arranges(desk, "resolved", LETTER, minutes=60)
    asked, other = visitor_writes(desk), visitor_writes(desk, browser="oleg")
    with db.transaction() as session:
        for message in (asked, other):
            lifecycle.resolve(session, message.ticket_id, by=desk.cast.dora)
        lifecycle.reopen(session, other.ticket_id, by=desk.cast.dora)

    assert [due_in(timedelta(hours=2)), due_in(DAY)] == [1, 0]
    assert [letter.ticket_id for letter in letters()] == [asked.ticket_id]


def test_no_answer_for_a_week_resolves_and_says_so(desk: Desk) -> None:
    with db.reading() as session:
        pending = default_status(session, Category.PENDING).id
        resolved = default_status(session, Category.RESOLVED).id
    arranges(desk, "waiting_customer", LETTER, {"do": "status", "status_id": resolved}, minutes=7 * 24 * 60)
    asked = visitor_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        lifecycle.set_status(session, asked.ticket_id, status_id=pending, by=desk.cast.anna)

    assert due_in(8 * DAY) == 1
    assert ticket_of(asked).category is Category.RESOLVED
    assert len(letters()) == 1


def test_a_birthday_is_greeted_once_a_year_whichever_ticket_is_the_newest(desk: Desk) -> None:
    morning = datetime(2026, 11, 23, 10, tzinfo=UTC)
    with clock.fixed(morning - DAY):
        arranges(desk, "customer_date", LETTER, date_kind="birthday")
        asked = visitor_writes(desk)
        with db.transaction() as session:
            session.add(
                CustomerDate(
                    customer_id=asked.customer_id,
                    kind="birthday",
                    day="1990-11-23",
                    month_day="11-23",
                    label="",
                    is_yearly=True,
                    created_at=clock.now(),
                )
            )

    counted = []
    for hours in (-3, 0, 1, 24, 365 * 24):
        with clock.fixed(morning + timedelta(hours=hours)):
            counted.append(due_in(timedelta()))
    assert counted == [0, 1, 0, 0, 1]


def test_waits_that_were_over_before_it_was_switched_on_are_left_alone(desk: Desk) -> None:
    asked = visitor_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    with clock.fixed(clock.now() + 10 * DAY):
        arranges(desk, "waiting_customer", LETTER, minutes=24 * 60)

        assert due_in(DAY) == 0
