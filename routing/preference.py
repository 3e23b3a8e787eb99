"""Whom to prefer among those who can start: little on the desk, hard to need elsewhere, not about to leave."""

from collections.abc import Mapping, Sequence
from math import exp

from routing.lineup import Lineup, line_up
from routing.shapes import Id, RoutableAgent
from routing.tuning import Tuning


def live_lineup(
    now: float,
    online: Sequence[RoutableAgent],
    *,
    spare: Mapping[Id, float],
    mail_due: Mapping[Id, float],
    tuning: Tuning,
) -> Lineup:
    """Line up those whose live customers all have their answer; live work may interrupt an e-mail."""
    free = [agent for agent in online if agent.awaiting <= 0]

    def cost(agent: RoutableAgent) -> float:
        price = _load(agent) * tuning.load + spare[agent.id] * tuning.flexibility
        if agent.unanswered_email > 0:
            due_in_s = max(0.0, mail_due.get(agent.id, float("inf")) - now)
            price += tuning.email_in_hands + tuning.tight_email * exp(-due_in_s / tuning.tight_email_s)
        return price + _leaving(now, agent, within_s=tuning.leaving_live_s, tuning=tuning)

    return line_up(free, {agent.id: cost(agent) for agent in free})


def email_lineup(now: float, online: Sequence[RoutableAgent], *, spare: Mapping[Id, float], tuning: Tuning) -> Lineup:
    """Line up those who owe nobody an answer, neither live nor by e-mail."""
    free = [agent for agent in online if agent.awaiting <= 0 and agent.unanswered_email <= 0]

    def cost(agent: RoutableAgent) -> float:
        price = _load(agent) * tuning.load_email + spare[agent.id] * tuning.flexibility
        return price + _leaving(now, agent, within_s=tuning.leaving_email_s, tuning=tuning)

    return line_up(free, {agent.id: cost(agent) for agent in free})


def _load(agent: RoutableAgent) -> float:
    return agent.used_units / agent.capacity_units if agent.capacity_units > 0 else 1.0


def _leaving(now: float, agent: RoutableAgent, *, within_s: float, tuning: Tuning) -> float:
    if agent.shift_ends_at is None:
        return 0.0
    left_s = max(0.0, agent.shift_ends_at - now)
    return tuning.leaving * max(0.0, 1.0 - left_s / within_s)
