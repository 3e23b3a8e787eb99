"""The next ticket for an agent who asks for one: the most pressing they may have, by a conditional claim."""

from dataclasses import replace
from typing import Final

from helpdesk import clock, db
from helpdesk.actions import assign, statuses
from helpdesk.actions.access import open_ticket
from helpdesk.errors import Conflict, DeskError
from helpdesk.permissions import Actor
from routing import picture
from routing.jobs import choice_of
from routing.picture import Picture
from routing.shapes import Assignment, RoutableAgent
from routing.strategy import assign as choose

MAX_ROUNDS: Final = 20


def next_ticket(by: Actor) -> int | None:
    """Give an agent who asks the best ticket that waits for somebody like them; None when there is none.

    Other than by push they may have more than one customer waiting. Capacity and the team's limits hold all the same:
    Conflict "at_capacity" when they have no room left for any ticket.
    """
    for _ in range(MAX_ROUNDS):
        with db.reading() as session:
            seen = picture.load(session, clock.now(), asked_by=by.agent_id)
        given = _best(seen, by)
        if given is None:
            return None
        if _claim(given, by):
            return int(given.ticket_id)
    return None


def _best(seen: Picture, by: Actor) -> Assignment | None:
    asking = next((agent for agent in seen.agents if agent.id == by.agent_id), None)
    if asking is None:
        return None
    smallest = min((ticket.units for ticket in seen.waiting), default=0)
    if seen.waiting and asking.used_units + smallest > asking.capacity_units:
        raise Conflict("You have as many tickets as you can take; finish one first.", code="at_capacity")
    given = next(iter(choose(seen.now, seen.waiting, [_ready(asking)], {})), None)
    if given is None:
        return None
    said = seen.rules_said(given.ticket_id, given.agent_id)
    return replace(given, reasons=(("asked_for_next", 1), *given.reasons, *said))


def _ready(agent: RoutableAgent) -> RoutableAgent:
    return replace(agent, online=True, awaiting=0, unanswered_email=0)


def _claim(given: Assignment, by: Actor) -> bool:
    choice = choice_of(given.reasons)
    try:
        with db.transaction() as session:
            ticket_id, agent_id = int(given.ticket_id), int(given.agent_id)
            if not assign.claim(session, ticket_id, agent_id=agent_id, choice=choice, is_asked_for=True):
                return False
            statuses.open_new(session, open_ticket(session, ticket_id, by=by), by=by)
            return True
    except DeskError:
        return False  # gone meanwhile
