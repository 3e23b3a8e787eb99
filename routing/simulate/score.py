"""What a simulated day says about the policy that ran it."""

from dataclasses import dataclass

from routing.simulate.desk import Desk
from routing.simulate.state import Ticket
from routing.simulate.world import WEIGHTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures of one day. Shares are between 0 and 1."""

    tickets: int
    weighted_breaches: float
    breaches: float
    fully_matched: float
    usual_agent: float
    returns_per_100: float
    jain_busy: float
    busy: float
    wait_to_target_p50: float
    wait_to_target_p99: float


def score(desk: Desk) -> Outcome:
    """Judge a day that has been played. Unanswered tickets count only once they are due."""
    counted = [t for t in desk.tickets.values() if _is_decided(t, desk.day.ends_at)]
    late = [t for t in counted if _is_late(t)]
    answered = [t for t in counted if t.first_reply_at is not None]
    known = [t for t in answered if t.arrival.preferred_agent_id is not None]
    waits = sorted(_wait_to_target(t, desk.day.ends_at) for t in counted)
    shares = [agent.hands.busy_s / agent.present_s for agent in desk.agents.values() if agent.present_s > 0]
    return Outcome(
        tickets=len(counted),
        weighted_breaches=_share(sum(map(_weight, late)), sum(map(_weight, counted))),
        breaches=_share(len(late), len(counted)),
        fully_matched=_share(sum(t.first_shortfall == 0 for t in answered), len(answered)),
        usual_agent=_share(sum(t.first_agent_id == t.arrival.preferred_agent_id for t in known), len(known)),
        returns_per_100=100 * _share(desk.returns, len(counted)),
        jain_busy=_jain(shares),
        busy=_share(sum(shares), len(shares)),
        wait_to_target_p50=_quantile(waits, 0.50),
        wait_to_target_p99=_quantile(waits, 0.99),
    )


def _is_decided(ticket: Ticket, ends_at: float) -> bool:
    return ticket.first_reply_at is not None or ticket.arrival.due_at <= ends_at


def _is_late(ticket: Ticket) -> bool:
    return ticket.first_reply_at is None or ticket.first_reply_at > ticket.arrival.due_at


def _weight(ticket: Ticket) -> float:
    return WEIGHTS[ticket.arrival.priority]


def _wait_to_target(ticket: Ticket, ends_at: float) -> float:
    arrival = ticket.arrival
    until = ends_at if ticket.first_reply_at is None else ticket.first_reply_at
    return (until - arrival.at) / (arrival.due_at - arrival.at)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _jain(values: list[float]) -> float:
    squares = sum(value * value for value in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else 1.0


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
