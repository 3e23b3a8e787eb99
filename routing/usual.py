"""The customer's usual agent, for whom a ticket is kept a little while."""

from collections.abc import Mapping

from routing.need import Need
from routing.shapes import Id, RoutableAgent, WaitingTicket
from routing.tuning import Tuning
from routing.urgency import age_share, is_email


def usual_agent(ticket: WaitingTicket, need: Need, online: Mapping[Id, RoutableAgent]) -> RoutableAgent | None:
    """Find the customer's usual agent among those online, if they may take the ticket and fully match."""
    agent = None if ticket.preferred_agent_id is None else online.get(ticket.preferred_agent_id)
    if agent is None or agent.id in ticket.excluded:
        return None
    if need.language and need.language not in agent.languages:
        return None
    return agent if all(agent.skills.get(skill, 0) >= level for skill, level in need.skills) else None


def is_kept_for_usual(now: float, ticket: WaitingTicket, tuning: Tuning) -> bool:
    """Tell whether the ticket is young enough to wait for them rather than go to somebody else."""
    if ticket.keep_for_usual_s is not None:
        return now - ticket.waiting_since < ticket.keep_for_usual_s
    window = tuning.usual_email if is_email(ticket.channel) else tuning.usual_live
    return age_share(now, ticket) < window
