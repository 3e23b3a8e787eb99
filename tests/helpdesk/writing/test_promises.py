"""Promises and reminders: whose they are, when they are due, and that they are told of once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import assign, merge, promises
from helpdesk.actions.calendar_feeds import close_feed, open_feed
from helpdesk.actions.promises import Due
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import Agent, Calendar, Notification, Promise, PromiseKind, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.calendar_feeds import calendar_text, feed_owner
from helpdesk.queries.promises import own_promises, ticket_promises
from tests.cast import Desk
from tests.mails import arrives, mail, open_mailbox
from tests.stories import visitor_writes

FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def promise(ticket_id: int, *, by: Actor, due: Due | None = None, kind: PromiseKind = PromiseKind.PROMISE) -> int:
    with db.transaction() as session:
        due = due or Due(clock.now() + HOUR)
        return promises.make(session, ticket_id, kind, text="Call Vera, back; soon", due=due, by=by).id


def told_after(span: timedelta) -> list[tuple[int, str]]:
    with clock.fixed(clock.now() + span):
        for _ in range(2):
            promises.tell_due()
    with db.reading() as session:
        return [(one.agent_id, one.kind) for one in session.query(Notification).order_by(Notification.id)]


def test_an_overdue_promise_is_told_exactly_once(desk: Desk) -> None:
    promise(visitor_writes(desk).ticket_id, by=desk.cast.anna)

    assert told_after(HOUR / 2) == []
    assert told_after(2 * HOUR) == [(desk.cast.anna.agent_id, "promise.overdue")]
    assert told_after(3 * HOUR) == [(desk.cast.anna.agent_id, "promise.overdue")]


def test_what_was_kept_is_never_overdue(desk: Desk) -> None:
    promise_id = promise(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        promises.finish(session, promise_id, by=desk.cast.boris)

    assert told_after(2 * HOUR) == []


def test_whoever_has_the_ticket_now_is_told_too(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    promise(ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        assign.assign(session, ticket_id, agent_id=desk.cast.boris.agent_id, by=desk.cast.anna)

    assert {agent_id for agent_id, _ in told_after(2 * HOUR)} == {desk.cast.anna.agent_id, desk.cast.boris.agent_id}


def test_a_reminder_is_nobody_elses_business(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    promise_id = promise(ticket_id, by=desk.cast.anna, kind=PromiseKind.REMINDER)

    with db.reading() as session:
        seen = [
            len(ticket_promises(session, one, ticket_id)) for one in (desk.cast.anna, desk.cast.boris, desk.cast.dora)
        ]
    with pytest.raises(NotFound), db.transaction() as session:
        promises.finish(session, promise_id, by=desk.cast.dora)

    assert seen == [1, 0, 0]
    assert told_after(2 * HOUR) == [(desk.cast.anna.agent_id, "reminder.due")]


def test_charlie_neither_sees_nor_changes_what_another_team_promised(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    promise_id = promise(ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        session.get_one(Ticket, ticket_id).team_id = desk.cast.support_id

    with db.reading() as session, pytest.raises(NotFound):
        ticket_promises(session, desk.cast.charlie, ticket_id)
    with pytest.raises(NotFound), db.transaction() as session:
        promises.change(session, promise_id, by=desk.cast.charlie, text="Never mind")


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), datetime(2026, 11, 23, 16, tzinfo=UTC)),
        (date(2026, 11, 21), datetime(2026, 11, 23, 16, tzinfo=UTC)),  # a Saturday: when Monday's work ends
        (date(2026, 11, 24), datetime(2026, 11, 25, 16, tzinfo=UTC)),  # a holiday
    ],
)
def test_a_day_means_until_its_work_ends(desk: Desk, day: date, due: datetime) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        hours = {str(weekday): [["09:00", "18:00"]] for weekday in range(5)}
        kyiv = Calendar(name="Kyiv", time_zone="Europe/Kyiv", hours=hours, holidays=["2026-11-24"], version=1)
        session.add(kyiv)
        session.flush()
        session.get_one(Agent, desk.cast.anna.agent_id).calendar_id = kyiv.id
        agent = session.get_one(Agent, desk.cast.anna.agent_id)
        with clock.fixed(FRIDAY):
            assert promises.due_moment(session, agent, Due(day=day)) == due
    assert ticket_id


@pytest.mark.parametrize("due", [Due(), Due(datetime(2020, 1, 1, tzinfo=UTC)), Due(FRIDAY, date(2026, 11, 23))])
def test_a_moment_that_makes_no_sense_is_refused(desk: Desk, due: Due) -> None:
    with pytest.raises(Invalid):
        promise(visitor_writes(desk).ticket_id, by=desk.cast.anna, due=due)


def test_it_goes_along_when_its_ticket_is_merged_and_back_again(desk: Desk) -> None:
    mailbox = open_mailbox()
    one, other = (arrives(mail(mailbox, text)).ticket_id for text in ("Where is it?", "Something else"))
    promise_id = promise(one, by=desk.cast.dora)

    with db.transaction() as session:
        merge.merge(session, one, into_id=other, by=desk.cast.dora)
    with db.reading() as session:
        assert session.get_one(Promise, promise_id).ticket_id == other
    with db.transaction() as session:
        merge.unmerge(session, one, by=desk.cast.dora)

    with db.reading() as session:
        assert session.get_one(Promise, promise_id).ticket_id == one


def test_the_feed_tells_what_is_due_to_whoever_knows_its_address_until_it_ends(desk: Desk) -> None:
    anna = desk.cast.anna
    promise(visitor_writes(desk).ticket_id, by=anna)
    with db.transaction() as session:
        old, token = open_feed(session, by=anna), open_feed(session, by=anna)
    with db.reading() as session:
        text = calendar_text(session, feed_owner(session, token), base_url="https://desk.example")

    assert "SUMMARY:Call Vera\\, back\\; soon (#" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    with db.transaction() as session:
        close_feed(session, by=anna)
    for gone in (old, token):
        with pytest.raises(NotFound), db.reading() as session:
            feed_owner(session, gone)


def test_somebody_who_left_reads_no_feed(desk: Desk) -> None:
    with db.transaction() as session:
        token = open_feed(session, by=desk.cast.anna)
        session.get_one(Agent, desk.cast.anna.agent_id).is_active = False

    with pytest.raises(NotFound), db.reading() as session:
        feed_owner(session, token)


def test_ones_own_list_holds_what_colleagues_promised_on_ones_tickets(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    promise(ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        assign.assign(session, ticket_id, agent_id=desk.cast.boris.agent_id, by=desk.cast.anna)

    with db.reading() as session:
        assert [len(own_promises(session, one)) for one in (desk.cast.anna, desk.cast.boris, desk.cast.charlie)] == [
            1,
            1,
            0,
        ]
