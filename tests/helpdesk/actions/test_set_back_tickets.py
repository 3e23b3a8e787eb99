"""The clock is set back by two hours: whoever waits on a ticket does so as long as they would have, and nothing comes twice."""

from datetime import datetime, timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import set_back, sla_sweep, snooze
from helpdesk.actions.automations import timed
from helpdesk.actions.macros import MacroChanges, create_macro, run_macro
from helpdesk.models import AutomationRun, Event, Message, SlaClock, Ticket
from tests.automating import URGENT, arranges
from tests.cast import Desk
from tests.helpdesk.actions.test_set_back import BACK, MOMENT
from tests.stories import ticket_of, visitor_writes

AHEAD = timedelta(hours=2)


def clocks_of(message: Message) -> list[SlaClock]:
    with db.reading() as session:
        return session.query(SlaClock).filter_by(ticket_id=message.ticket_id).order_by(SlaClock.id).all()


def spans(message: Message) -> list[timedelta]:
    return [one.due_at - one.started_at for one in clocks_of(message) if one.due_at is not None]


def test_a_service_level_is_due_when_its_time_has_passed(either_desk: Desk) -> None:
    now = clock.now()
    with clock.fixed(now + AHEAD):
        asked = visitor_writes(either_desk)
        promised = spans(asked)
    assert promised, "no service level to try it with"

    with clock.fixed(now):
        set_back.catch_up()
        set_back.catch_up()

    ticket, begun = ticket_of(asked), clocks_of(asked)
    assert {one.started_at for one in begun} == {now} == {ticket.waiting_since, ticket.last_message_at}
    assert ticket.next_due_at == min(one.due_at for one in begun if one.due_at is not None)
    assert spans(asked) == promised


def test_a_service_level_begun_before_that_is_left_alone(desk: Desk) -> None:
    asked = visitor_writes(desk)
    before = [one.due_at for one in clocks_of(asked)]

    set_back.catch_up()

    assert [one.due_at for one in clocks_of(asked)] == before


def test_a_service_level_is_told_late_once(desk: Desk) -> None:
    now = clock.now()
    with clock.fixed(now + AHEAD):
        asked = visitor_writes(desk)
        late = max(one.due_at for one in clocks_of(asked) if one.due_at is not None)
    with clock.fixed(late + MOMENT):
        told = sla_sweep.sweep()
    assert told

    with clock.fixed(now):
        set_back.catch_up()
    with clock.fixed(late + AHEAD):
        assert sla_sweep.sweep() == 0


@BACK
def test_a_rule_by_time_runs_after_its_time_and_once(desk: Desk, hours: int) -> None:
    now = clock.now()
    arranges(desk, "waiting_agent", URGENT, minutes=10)
    with clock.fixed(now + timedelta(hours=hours)):
        asked = visitor_writes(desk)

    with clock.fixed(now + MOMENT):
        set_back.catch_up()
        assert timed.run_due() == 0
    with clock.fixed(now + MOMENT + timedelta(minutes=10, seconds=1)):
        assert (timed.run_due(), timed.run_due()) == (1, 0)

    assert ticket_of(asked).priority.word == "urgent"


def test_a_rule_by_time_that_ran_before_does_not_run_again(desk: Desk) -> None:
    now = clock.now()
    arranges(desk, "waiting_agent", URGENT, minutes=10)
    with clock.fixed(now + AHEAD):
        visitor_writes(desk)
    with clock.fixed(now + AHEAD + timedelta(minutes=11)):
        assert timed.run_due() == 1

    with clock.fixed(now):
        set_back.catch_up()
    with clock.fixed(now + timedelta(minutes=11)):
        assert timed.run_due() == 0

    with db.reading() as session:
        assert session.query(AutomationRun).count() == 1


def put_aside(desk: Desk, message: Message, *, minutes: int) -> None:
    with db.transaction() as session:
        steps = [{"do": "snooze", "minutes": minutes}]
        macro_id = create_macro(session, MacroChanges("Later", steps), by=desk.cast.anna).id
        run_macro(session, macro_id, message.ticket_id, key="once", by=desk.cast.anna)


def woken_at(message: Message) -> datetime | None:
    return ticket_of(message).snoozed_until


@pytest.mark.parametrize("is_chosen_anew", [False, True])
def test_a_macro_puts_a_ticket_aside_for_as_long_as_it_says(desk: Desk, is_chosen_anew: bool) -> None:
    asked, now = visitor_writes(desk), clock.now()
    chosen = now + timedelta(hours=9)
    with clock.fixed(now + AHEAD):
        put_aside(desk, asked, minutes=30)
        if is_chosen_anew:
            with db.transaction() as session:
                snooze.snooze(session, asked.ticket_id, until=chosen, by=desk.cast.anna)

    with clock.fixed(now):
        set_back.catch_up()
        set_back.catch_up()
    with clock.fixed(now + timedelta(minutes=31)):
        snooze.wake_due()

    assert woken_at(asked) == (chosen if is_chosen_anew else None)
    with db.reading() as session:
        assert session.query(Event).filter_by(kind="ticket.woken").count() == (not is_chosen_anew)
        assert session.query(Ticket).count() == 1
