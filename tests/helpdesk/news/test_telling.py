"""Who is told of what: by their choices, only what they may see, and nothing twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from helpdesk import clock, db
from helpdesk.actions import assign, delivery, follow, label, reading
from helpdesk.actions.news import telling
from helpdesk.actions.news.choices import Wishes, choose
from helpdesk.actions.notifications import notify
from helpdesk.errors import Invalid
from helpdesk.models import Agent, Notification, Setting, Ticket
from helpdesk.news import Choices
from helpdesk.permissions import Actor
from helpdesk.queries.notifications import latest
from tests.cast import Desk
from tests.news import news_of, numbered, told, wants
from tests.stories import answers, takes, visitor_writes


def give(ticket_id: int, *, to: Actor, by: Actor) -> None:
    with db.transaction() as session:
        assign.assign(session, ticket_id, agent_id=to.agent_id or 0, by=by)


def test_who_is_given_a_ticket_is_told_and_who_takes_it_is_not(desk: Desk) -> None:
    told()
    anna, boris = desk.cast.anna, desk.cast.boris
    wants(anna, ticket_assigned=["page"])
    wants(boris, ticket_assigned=["page"])

    give(visitor_writes(desk).ticket_id, to=anna, by=boris)
    takes(visitor_writes(desk, browser="olha").ticket_id, by=boris)

    assert told() == 1
    assert (news_of(anna), news_of(boris)) == (["ticket.assigned"], [])


def test_nothing_is_told_twice_however_often_it_is_looked_at(desk: Desk) -> None:
    told()
    wants(desk.cast.anna, ticket_assigned=["page"])
    give(visitor_writes(desk).ticket_id, to=desk.cast.anna, by=desk.cast.boris)
    told()
    with db.transaction() as session:
        session.get_one(Setting, telling.REACHED).value = {"position": 0}

    assert told() == 0
    assert news_of(desk.cast.anna) == ["ticket.assigned"]


def test_what_happened_before_the_first_look_is_not_told(desk: Desk) -> None:
    wants(desk.cast.anna, ticket_assigned=["page"])
    give(visitor_writes(desk).ticket_id, to=desk.cast.anna, by=desk.cast.boris)

    assert told() == 0


def test_a_team_hears_of_its_new_tickets_if_it_wants_to_and_others_never(desk: Desk) -> None:
    told()
    for actor in (desk.cast.anna, desk.cast.charlie):
        wants(actor, ticket_team=["page"])
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)

    told()

    assert (news_of(desk.cast.anna), news_of(desk.cast.boris), news_of(desk.cast.charlie)) == (["ticket.team"], [], [])


def test_answers_are_told_to_whose_ticket_it_is_and_who_follows_until_they_look(desk: Desk) -> None:
    told()
    anna, boris = desk.cast.anna, desk.cast.boris
    wants(anna, message_received=["page"])
    ticket_id = visitor_writes(desk).ticket_id
    takes(ticket_id, by=anna)
    with db.transaction() as session:
        follow.follow(session, ticket_id, by=boris)
    told()

    last = [visitor_writes(desk, text) for text in ("One", "Two")][-1]
    told()
    with db.transaction() as session:
        reading.mark_read(session, ticket_id, message_id=last.id, by=anna)
    visitor_writes(desk, "Three")
    told()

    assert news_of(anna) == ["message.received"] * 2
    assert news_of(boris) == ["message.followed"]


def test_who_has_read_it_already_is_not_told(desk: Desk) -> None:
    told()
    wants(desk.cast.anna, message_received=["page"])
    ticket_id = visitor_writes(desk).ticket_id
    takes(ticket_id, by=desk.cast.anna)
    told()
    message = visitor_writes(desk, "More")
    with db.transaction() as session:
        reading.mark_read(session, ticket_id, message_id=message.id, by=desk.cast.anna)

    assert told() == 0


def test_who_wrote_a_reply_hears_that_it_failed(desk: Desk) -> None:
    told()
    reply = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        delivery.claim(session, channel_id=desk.channel_id, owner="test")
        delivery.mark_failed(session, reply.id, error="No such mailbox")

    told()

    assert news_of(desk.cast.anna) == ["message.failed"]


def test_what_is_not_for_the_page_is_not_behind_the_bell(desk: Desk) -> None:
    told()
    wants(desk.cast.anna, ticket_assigned=["mail"])
    give(visitor_writes(desk).ticket_id, to=desk.cast.anna, by=desk.cast.boris)
    told()

    with db.reading() as session:
        assert latest(session, desk.cast.anna) == {"unread": 0, "notifications": []}
        assert session.query(Notification).one().mail_due_at is not None


def test_the_same_occasion_is_news_once_and_another_is_news_again(desk: Desk) -> None:
    message = visitor_writes(desk)

    def tell(occasion: str) -> list[int]:
        with db.transaction() as session:
            ticket = session.get_one(Ticket, message.ticket_id)
            agents = [desk.cast.anna.agent_id or 0]
            return notify(session, agents, kind="sla.warned", ticket=ticket, occasion=occasion)

    assert [tell("clock:1"), tell("clock:1"), tell("clock:2")] == [
        [desk.cast.anna.agent_id],
        [],
        [desk.cast.anna.agent_id],
    ]


def test_unknown_kinds_and_ways_cannot_be_chosen(desk: Desk) -> None:
    for ways in ({"ticket.sold": ["page"]}, {"ticket.assigned": ["pigeon"]}):
        with pytest.raises(Invalid), db.transaction() as session:
            choose(session, Wishes(ways, None), by=desk.cast.anna)


NIGHT = Choices(quiet=(22 * 60, 7 * 60), time_zone="Europe/Kyiv")


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [(19, False), (20, True), (23, True), (4, True), (5, False), (12, False)],  # Kyiv is two hours ahead
)
def test_quiet_hours_are_those_of_the_agent_also_over_midnight(hour: int, quiet: bool) -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hour)

    assert NIGHT.is_quiet(moment) is quiet
    assert not Choices().is_quiet(moment)
    assert Choices(quiet=(60, 60)).is_quiet(moment)


def test_whoever_is_gone_is_told_nothing(desk: Desk) -> None:
    told()
    wants(desk.cast.anna, ticket_assigned=["page"])
    give(visitor_writes(desk).ticket_id, to=desk.cast.anna, by=desk.cast.boris)
    with db.transaction() as session:
        session.get_one(Agent, desk.cast.anna.agent_id).is_active = False

    with clock.fixed(clock.now() + timedelta(minutes=1)):
        assert told() == 0


def test_more_news_than_are_written_together_are_told_in_several_turns_each_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 2)
    told()
    wants(desk.cast.anna, ticket_assigned=["page"])
    for number in range(5):
        give(visitor_writes(desk, browser=f"visitor {number}").ticket_id, to=desk.cast.anna, by=desk.cast.boris)

    assert told() == 5
    assert told() == 0
    assert news_of(desk.cast.anna) == ["ticket.assigned"] * 5


def test_messages_on_many_tickets_are_looked_at_in_as_many_statements_as_on_two(desk: Desk) -> None:
    told()
    tickets = [visitor_writes(desk, browser=f"visitor {number}").ticket_id for number in range(12)]
    for ticket_id in tickets:
        takes(ticket_id, by=desk.cast.anna)
    told()

    counts = []
    for count in (2, 12):
        for number in range(count):
            visitor_writes(desk, "More", browser=f"visitor {number}")
        numbered()
        with statements() as asked:
            telling.tell()
        counts.append(len(asked))

    assert counts[0] == counts[1] > 0


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is asked meanwhile."""
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(str(arguments[2]))

    event.listen(db.current().reads, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.current().reads, "before_cursor_execute", note)
