"""An agent asks for the next ticket and gets the best one, alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import label
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.errors import Conflict
from helpdesk.models import Agent, Category, ChannelKind, Message, Priority, Ticket
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.ticket import assignment
from helpdesk.team_routing import Mode, TeamRouting
from routing import jobs
from routing.next_ticket import next_ticket
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes


@pytest.fixture
def pulling(desk: Desk) -> Desk:
    """A desk whose agents ask for their tickets, which are offers otherwise."""
    rules = TeamRouting(mode=Mode.PULL, offer_s={ChannelKind.WEBCHAT: 20})
    with db.transaction() as session:
        change_routing(session, None, rules, by=desk.cast.dora)
    return desk


def waits(desk: Desk, *, browser: str, priority: Priority = Priority.NORMAL) -> Message:
    asked = visitor_writes(desk, "Good morning, where is my order please?", browser=browser)
    jobs.route()
    with db.transaction() as session:
        label.set_priority(session, asked.ticket_id, priority=priority, by=SYSTEM)
    return asked


def test_the_most_pressing_one_comes_first_and_is_theirs_at_once(pulling: Desk) -> None:
    waits(pulling, browser="vera")
    urgent = waits(pulling, browser="vasyl", priority=Priority.URGENT)

    given = next_ticket(pulling.cast.anna)

    found = ticket_of(urgent)
    assert given == urgent.ticket_id
    assert (found.assignee_id, found.category, found.offer_until) == (pulling.cast.anna.agent_id, Category.OPEN, None)
    with db.reading() as session:
        kept = assignment(session, urgent.ticket_id)
    assert kept is not None
    assert kept["reasons"][0]["name"] == "asked_for_next"


def test_somebody_whose_customer_waits_may_ask_for_more(pulling: Desk) -> None:
    waits(pulling, browser="vera")
    waits(pulling, browser="vasyl")

    assert None not in {next_ticket(pulling.cast.anna), next_ticket(pulling.cast.anna)}


def test_nothing_that_waits_is_no_error(pulling: Desk) -> None:
    assert next_ticket(pulling.cast.anna) is None


def test_another_teams_ticket_is_not_given(pulling: Desk) -> None:
    asked = waits(pulling, browser="vera")
    with db.transaction() as session:
        label.set_team(session, asked.ticket_id, team_id=pulling.cast.support_id, by=SYSTEM)

    assert next_ticket(pulling.cast.charlie) is None


def test_who_has_no_room_is_told_so(pulling: Desk) -> None:
    waits(pulling, browser="vera")
    with db.transaction() as session:
        session.execute(update(Agent).values(capacity_units=3))

    with pytest.raises(Conflict) as refused:
        next_ticket(pulling.cast.anna)

    assert refused.value.code == "at_capacity"


def test_two_who_ask_at_once_never_get_the_same_one(pulling: Desk) -> None:
    for number in range(6):
        waits(pulling, browser=f"v{number}")
    with db.transaction() as session:
        session.execute(update(Agent).values(capacity_units=12))
        session.execute(update(Ticket).values(classified_at=clock.now(), language="en"))
    askers = [pulling.cast.anna, pulling.cast.boris] * 4

    with ThreadPoolExecutor(4) as pool:
        given = [ticket_id for ticket_id in pool.map(_ask, askers) if ticket_id]

    assert len(given) == 6
    assert len(set(given)) == 6


def _ask(actor: Actor) -> int | None:
    try:
        return next_ticket(actor)
    except Conflict:
        return None
