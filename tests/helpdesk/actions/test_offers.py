"""Offers: a team gives its agents a moment to accept, and passes on what they leave."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db, presence
from helpdesk.actions import offers, reply
from helpdesk.actions.reply import Writing
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.errors import Conflict
from helpdesk.models import ChannelKind, Event, Message, Presence, PresenceStatus, VisitorEvent, VisitorEventKind
from helpdesk.permissions import Actor
from helpdesk.team_routing import TeamRouting
from routing import jobs
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

ASKED = "Good morning, where is my order please?"


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    jobs._memory.clear()


@pytest.fixture
def offering(desk: Desk) -> Desk:
    """A desk whose tickets of no team are offered for 20 seconds; two misses send an agent away."""
    rules = TeamRouting(offer_s={ChannelKind.WEBCHAT: 20}, missed_limit=2)
    with db.transaction() as session:
        change_routing(session, None, rules, by=desk.cast.dora)
    return desk


def arrive(*actors: Actor) -> None:
    with db.transaction() as session:
        presence.mark_seen(session, [actor.agent_id or 0 for actor in actors])


def offered(desk: Desk, *actors: Actor, browser: str = "vera") -> Message:
    """Have a visitor's ticket offered to one of these."""
    arrive(*actors)
    asked = visitor_writes(desk, ASKED, browser=browser)
    jobs.route()
    return asked


def presence_of(actor: Actor) -> Presence:
    with db.reading() as session:
        return session.get_one(Presence, actor.agent_id)


def kinds_of(asked: Message) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Event.kind).where(Event.ticket_id == asked.ticket_id).order_by(Event.id)))


def test_a_ticket_is_offered_and_the_visitor_hears_of_nobody_yet(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna)

    found = ticket_of(asked)
    assert found.assignee_id == offering.cast.anna.agent_id
    assert found.offer_until is not None
    with db.reading() as session:
        told = session.scalars(select(VisitorEvent.kind).where(VisitorEvent.ticket_id == asked.ticket_id)).all()
    assert VisitorEventKind.AGENT not in told


def test_accepting_makes_it_theirs_and_accepting_again_changes_nothing(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna)

    for _ in range(2):
        with db.transaction() as session:
            offers.accept(session, asked.ticket_id, by=offering.cast.anna)

    assert ticket_of(asked).offer_until is None
    assert kinds_of(asked).count("ticket.accepted") == 1


def test_answering_is_a_yes(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna)

    with db.transaction() as session:
        reply.send_reply(session, asked.ticket_id, Writing("Good day!", "key"), by=offering.cast.anna)

    assert ticket_of(asked).offer_until is None


def test_a_declined_ticket_goes_to_the_next_and_not_back(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna, offering.cast.boris)
    first = ticket_of(asked).assignee_id
    actors = {actor.agent_id: actor for actor in (offering.cast.anna, offering.cast.boris)}

    with db.transaction() as session:
        offers.decline(session, asked.ticket_id, by=actors[first])
    jobs.route()

    assert ticket_of(asked).assignee_id == next(id for id in actors if id != first)


def test_an_offer_that_ran_out_while_nothing_ran_is_passed_on_after_the_restart(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna)
    arrive(offering.cast.boris)
    db.disconnect()
    db.connect(offering.config.resolved_database_url)
    jobs._memory.clear()

    with clock.fixed(clock.now() + timedelta(seconds=21)):
        assert offers.expire_due() == 1
        jobs.route()

    assert ticket_of(asked).assignee_id == offering.cast.boris.agent_id
    assert presence_of(offering.cast.anna).missed_offers == 1


def test_an_offer_stands_until_its_time_is_over(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna)

    with clock.fixed(clock.now() + timedelta(seconds=19)):
        assert offers.expire_due() == 0

    assert ticket_of(asked).assignee_id == offering.cast.anna.agent_id


def test_who_misses_twice_is_away_and_says_why(offering: Desk) -> None:
    anna = offering.cast.anna
    offered(offering, anna)
    at = clock.now()
    for turn in range(1, 4):  # the second time they are asked again
        with clock.fixed(at + timedelta(seconds=100 * turn)):
            arrive(anna)
            offers.expire_due()
            jobs.route()

    assert (presence_of(anna).status, presence_of(anna).reason) == (PresenceStatus.AWAY, "missed_offers")


def test_who_comes_back_starts_counting_anew(offering: Desk) -> None:
    anna = offering.cast.anna
    test_who_misses_twice_is_away_and_says_why(offering)

    with db.transaction() as session:
        presence.choose_status(session, anna.agent_id or 0, status=PresenceStatus.AVAILABLE, by=anna)

    assert presence_of(anna).missed_offers == 0


def test_nobody_else_can_accept(offering: Desk) -> None:
    asked = offered(offering, offering.cast.anna)

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        offers.accept(session, asked.ticket_id, by=offering.cast.boris)

    assert refused.value.code == "offer_gone"


def test_where_only_one_is_there_they_are_asked_again_after_a_minute(offering: Desk) -> None:
    anna = offering.cast.anna
    asked = offered(offering, anna)
    with db.transaction() as session:
        offers.decline(session, asked.ticket_id, by=anna)
    jobs.route()
    assert ticket_of(asked).assignee_id is None

    with clock.fixed(clock.now() + timedelta(seconds=61)):
        arrive(anna)
        jobs.route()

    assert ticket_of(asked).assignee_id == anna.agent_id
