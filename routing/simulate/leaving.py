"""People come, have lunch, go home, and lose their line; what they cannot finish goes back to the queue."""

from functools import partial

from routing.simulate.desk import Desk
from routing.simulate.state import Agent, Ticket
from routing.simulate.world import MINUTE, OUTAGE_GRACE_S, WINDING_DOWN_S

_OUTAGE_GUESS_S = 10 * MINUTE


def plan_presence(desk: Desk) -> None:
    """Put everybody's comings and goings on the desk's clock."""
    for agent in desk.agents.values():
        for start, end in agent.person.present:
            desk.at(start, partial(_come, desk, agent))
            desk.at(end, partial(_leave, desk, agent))
        for start, end in agent.person.outages:
            desk.at(start, partial(_lose_line, desk, agent))
            desk.at(end, partial(_regain_line, desk, agent))


def _come(desk: Desk, agent: Agent) -> None:
    agent.planned_in = True
    agent.winding_down = False
    agent.came_at = agent.idle_since = desk.now
    desk.pick_up(agent)
    desk.route_soon()


def _leave(desk: Desk, agent: Agent) -> None:
    """Stop taking tickets, finish what is live, give back mail that cannot wait for the return."""
    agent.planned_in = False
    agent.winding_down = True
    agent.present_s += desk.now - agent.came_at
    doing = agent.hands.doing
    for ticket in list(agent.tickets.values()):
        in_hands = doing is not None and doing.ticket_id == ticket.arrival.id
        if ticket.customer_waits and not ticket.work.live and not in_hands and _late_if_kept(desk, agent, ticket):
            desk.give_back(ticket)
    desk.at(desk.now + WINDING_DOWN_S, lambda: _gone(desk, agent))


def _gone(desk: Desk, agent: Agent) -> None:
    if agent.planned_in:
        return
    agent.winding_down = False
    agent.hands.pause(desk.now)
    for ticket in list(agent.tickets.values()):
        if ticket.customer_waits and (ticket.work.live or _late_if_kept(desk, agent, ticket)):
            desk.give_back(ticket)


def _late_if_kept(desk: Desk, agent: Agent, ticket: Ticket) -> bool:
    back_at = agent.back_at(desk.now)
    return back_at is None or ticket.due_at < back_at + 2 * ticket.work.effort_s


def _lose_line(desk: Desk, agent: Agent) -> None:
    agent.line_dead_since = desk.now
    agent.hands.pause(desk.now)
    lost_at = desk.now
    desk.at(desk.now + OUTAGE_GRACE_S, lambda: _grace_over(desk, agent, lost_at))


def _grace_over(desk: Desk, agent: Agent, lost_at: float) -> None:
    if agent.line_dead_since != lost_at:
        return
    for ticket in list(agent.tickets.values()):
        if ticket.customer_waits and (ticket.work.live or ticket.due_at < desk.now + _OUTAGE_GUESS_S):
            desk.give_back(ticket)


def _regain_line(desk: Desk, agent: Agent) -> None:
    agent.line_dead_since = None
    desk.pick_up(agent)
    desk.route_soon()
