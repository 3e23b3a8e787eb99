"""Why this agent: what decided, as pairs a page can turn into words."""

from routing.relaxing import STEPS
from routing.shapes import Id, Reason, RoutableAgent, WaitingTicket
from routing.urgency import due_at


def reasons_for(
    now: float, ticket: WaitingTicket, agent: RoutableAgent, *, step: int, able: int, runner_up: Id | None
) -> tuple[Reason, ...]:
    """Collect the reasons of one choice.

    language, skill:<name> (the agent's level), level (the step it was relaxed to), usual_agent, able (how many
    could have started on it), load (share of capacity in use before), idle / waited / slack in seconds (slack
    below zero: late), priority, runner_up (agent id).
    """
    reasons: list[Reason] = []
    if ticket.language:
        reasons.append(("language", ticket.language))
    reasons += [(f"skill:{name}", agent.skills.get(name, 0)) for name in sorted(ticket.skills)]
    if ticket.skills:
        reasons.append(("level", STEPS[step]))
    if agent.id == ticket.preferred_agent_id:
        reasons.append(("usual_agent", agent.id))
    reasons += [("able", able), ("load", _load(agent))]
    if agent.idle_since is not None and not agent.open_tickets:
        reasons.append(("idle", round(max(0.0, now - agent.idle_since))))
    reasons += [
        ("waited", round(max(0.0, now - ticket.waiting_since))),
        ("priority", ticket.priority),
    ]
    if ticket.due_at is not None:
        reasons.append(("slack", round(due_at(ticket) - now)))
    if ticket.attempts:
        reasons.append(("attempts", ticket.attempts))
    if runner_up is not None:
        reasons.append(("runner_up", runner_up))
    return tuple(reasons)


def _load(agent: RoutableAgent) -> float:
    return round(agent.used_units / agent.capacity_units, 2) if agent.capacity_units > 0 else 1.0
