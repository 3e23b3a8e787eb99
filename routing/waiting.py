"""Why a ticket waits: how many agents could take it, and what keeps each of them from it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from routing.hurdles import Bar, Bars, Hurdle
from routing.need import Need, need_of
from routing.relaxing import least_level, relaxed_steps
from routing.shapes import Id, RoutableAgent, WaitingTicket
from routing.tuning import TUNING
from routing.urgency import is_email
from routing.usual import is_kept_for_usual, usual_agent


class Obstacle(NamedTuple):
    """A reason, how many agents it holds back, and its detail: a language, a skill or an agent's id."""

    reason: str
    agents: int
    detail: str = ""


def explain_waiting(
    ticket: WaitingTicket,
    agents: Sequence[RoutableAgent],
    *,
    now: float | None = None,
    bars: Bars | None = None,
    closed: Bar | None = None,
) -> tuple[Obstacle, ...]:
    """Tell why nobody works on a ticket, most basic reason first; every agent counts once.

    `suitable` counts those of the team who have the language and the skills (its detail: the language); the
    reasons after it say what keeps each of these. With `now`, levels count as relaxed as the ticket's age allows
    and `kept_for_usual_agent` names whom it is kept for; without, all levels count as if the ticket had just come.
    bars: whom the team's rules hold back, and why. closed: why nobody at all is given it now.
    """
    question = _Question(
        ticket=ticket,
        need=need_of(ticket),
        step=0 if now is None else relaxed_steps(now, ticket, TUNING),
        kept_for=None if now is None else _kept_for(now, ticket, agents),
        bars=bars or {},
        closed=closed,
    )
    counts = Counter(_hurdle(question, agent) for agent in agents)
    return tuple(_in_order(counts, language=question.need.language)) if agents else ()


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every agent alike."""

    ticket: WaitingTicket
    need: Need
    step: int
    kept_for: Id | None
    bars: Bars
    closed: Bar | None


def _kept_for(now: float, ticket: WaitingTicket, agents: Sequence[RoutableAgent]) -> Id | None:
    usual = usual_agent(ticket, need_of(ticket), {agent.id: agent for agent in agents if agent.online})
    return usual.id if usual is not None and is_kept_for_usual(now, ticket, TUNING) else None


def _hurdle(question: _Question, agent: RoutableAgent) -> tuple[Hurdle, str]:
    need = question.need
    if agent.id in question.ticket.excluded and agent.id not in question.bars:
        return Hurdle.NOT_IN_TEAM, ""
    if need.language and need.language not in agent.languages:
        return Hurdle.LACKS_LANGUAGE, need.language
    for skill, _ in need.skills:
        if agent.skills.get(skill, 0) <= 0:
            return Hurdle.LACKS_SKILL, skill
    if question.closed is not None:
        return question.closed
    if not agent.online:
        return Hurdle.OFFLINE, ""
    return _hurdle_at_work(question, agent)


def _hurdle_at_work(question: _Question, agent: RoutableAgent) -> tuple[Hurdle, str]:
    ticket = question.ticket
    for skill, level in question.need.skills:
        if agent.skills[skill] < least_level(level, question.step):
            return Hurdle.LEVEL_TOO_LOW, skill
    if agent.id in question.bars:
        return question.bars[agent.id]
    if agent.used_units + ticket.units > agent.capacity_units:
        return Hurdle.AT_CAPACITY, ""
    if agent.awaiting > 0:
        return Hurdle.CUSTOMERS_WAIT, ""
    if is_email(ticket.channel) and agent.unanswered_email > 0:
        return Hurdle.EMAIL_IN_HAND, ""
    if question.kept_for not in (None, agent.id):
        return Hurdle.KEPT_FOR_USUAL_AGENT, str(question.kept_for)
    return Hurdle.ABOUT_TO_START, ""


def _in_order(counts: Counter[tuple[Hurdle, str]], *, language: str) -> Iterator[Obstacle]:
    order = list(Hurdle)
    basic = order[: order.index(Hurdle.SUITABLE)]
    counts[Hurdle.SUITABLE, language] = sum(n for (hurdle, _), n in counts.items() if hurdle not in basic)
    for (hurdle, detail), count in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        yield Obstacle(hurdle.value, count, detail)
