"""Past weeks as one long day that the simulator can play. Its times are seconds since the weeks began."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from routing.replay.handling import Round, efforts, pieces, rounds
from routing.replay.heads import EXTRA, Who, with_heads
from routing.replay.plan import Plan
from routing.replay.shapes import History, Member, Past, Span
from routing.replay.stays import stays
from routing.replay.teams import Teams
from routing.shapes import Id
from routing.simulate.day import Arrival, Day, Person
from routing.simulate.world import CHANNELS, LEVEL_SHORTFALL_EFFORT, USUAL_AGENT_EFFORT

PLAYED_AS: Final = {"webchat": "chat", "telegram": "telegram", "email": "email"}
USUAL_DAYS_S: Final = 30 * 86_400.0
_NEVER: Final = 1.0  # an escalation draw that no shortfall reaches: what was escalated is in the real efforts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A day to play, and which of its arrivals are a ticket's beginning: those are what a first answer is owed for."""

    day: Day
    first: Mapping[int, Past]
    all: Mapping[int, Past]  # by arrival
    teams: Teams
    asked_at: Mapping[int, float]  # by arrival
    answered_at: Mapping[int, float]  # when the first answer really came, by ticket


def draw(history: History, plan: Plan) -> Drawn:
    """Turn history into a day, changed as the plan says; the same in, the same out."""
    there = stays(history)
    all_rounds = rounds(history, efforts(history, there))
    people = _people(history, plan, there)
    spare = _Spare(history, all_rounds)
    base = _Base(history)
    teams, every = Teams(history, plan), dict[int, Past]()
    arrivals: list[Arrival] = []
    first: dict[int, Past] = {}
    asked_at: dict[int, float] = {}
    usual: dict[int | None, tuple[int, float]] = {}
    for past in history.tickets:
        theirs = all_rounds.get(past.id)
        if theirs is None:
            continue
        first[len(arrivals)], asked_at[len(arrivals)] = past, theirs[0].asked_at
        for nth, piece in enumerate(pieces(theirs)):
            every[len(arrivals)] = past
            arrivals.append(
                _arrival(
                    past,
                    piece,
                    id=len(arrivals),
                    since=history.since,
                    usual=_usual(usual, past, piece[0].asked_at),
                    spare=spare,
                    base=base,
                    skills=teams.of(past).needed(past),
                    is_first=nth == 0,
                )
            )
            last = next((one for one in reversed(piece) if one.agent_id is not None), None)
            if last is not None and last.agent_id is not None:
                usual[past.customer_id] = (last.agent_id, last.answered_at or last.asked_at)
    answered = {id: theirs[0].answered_at for id, theirs in all_rounds.items() if theirs[0].answered_at is not None}
    day = Day(
        people=tuple(people.values()),
        arrivals=tuple(sorted(arrivals, key=lambda one: one.at)),
        ends_at=history.until - history.since,
        name="replay",
    )
    return Drawn(day, first, every, teams, asked_at, answered)


def _arrival(
    past: Past,
    piece: Sequence[Round],
    *,
    id: int,
    since: float,
    usual: Id | None,
    spare: "_Spare",
    base: "_Base",
    skills: dict[str, int],
    is_first: bool,
) -> Arrival:
    channel = PLAYED_AS[past.channel]
    at = piece[0].asked_at - since
    promised = past.due_at - since if is_first and past.due_at is not None else 0.0
    answered = [one for one in piece if one.effort_s is not None]
    pauses = [max(1.0, b.asked_at - (a.answered_at or b.asked_at)) for a, b in pairwise(piece)]
    return Arrival(
        id=id,
        at=at,
        channel=channel,
        priority=past.priority,
        skills=skills,
        language=past.language,
        due_at=promised if promised > at else at + CHANNELS[channel].target_s(past.priority),
        efforts_s=tuple(base.effort_s(one, past, usual) for one in answered) or (spare.draw(past),),
        pauses_s=tuple(pauses[: max(0, len(answered) - 1)]),
        escalation_draw=_NEVER,
        customer_id=past.customer_id,
        preferred_agent_id=usual,
        responded=not is_first,
    )


def _usual(known: Mapping[int | None, tuple[int, float]], past: Past, at: float) -> Id | None:
    agent_id, last_at = known.get(past.customer_id, (None, 0.0))
    return agent_id if past.customer_id is not None and last_at > at - USUAL_DAYS_S and last_at < at else None


def _people(history: History, plan: Plan, there: Mapping[int, Sequence[Span]]) -> dict[Who, Person]:
    members = {member.id: member for member in history.members}
    present: Mapping[Who, Sequence[Span]] = {id: spans for id, spans in there.items() if id in members}
    changed = with_heads(present, plan.heads, since=history.since, until=history.until, time_zone=history.time_zone)
    models = sorted(present, key=lambda who: (-sum(b - a for a, b in present[who]), str(who)))
    spoken = frozenset(ticket.language for ticket in history.tickets)
    found: dict[Who, Person] = {}
    for who, spans in changed.items():
        if isinstance(who, str) and not models:
            continue
        like = members[int(who if isinstance(who, int) else models[(_number(who) - 1) % len(models)])]
        found[who] = Person(
            id=who,
            skills=_skills(like, plan),
            languages=(like.languages or spoken) | {""},
            speed=1.0,
            present=tuple((a - history.since, b - history.since) for a, b in spans),
            capacity_units=plan.capacities.get(str(like.id), plan.capacity_units or like.capacity_units),
        )
    return found


def _skills(member: Member, plan: Plan) -> dict[str, int]:
    taught = {one.skill: one.level for one in plan.skills if one.agent_id == member.id}
    return {skill: level for skill, level in ({**member.skills} | taught).items() if level > 0}


def _number(extra: str) -> int:
    return int(extra.removeprefix(EXTRA))


class _Spare:
    """Efforts for tickets that nobody really answered: those of others of their channel, by chance from their id."""

    def __init__(self, history: History, all_rounds: Mapping[int, Sequence[Round]]) -> None:
        self._known: dict[str, list[float]] = defaultdict(list)
        for past in history.tickets:
            self._known[past.channel] += _spent(all_rounds.get(past.id, ()))

    def draw(self, past: Past) -> float:
        known = self._known[past.channel]
        return random.Random(past.id).choice(known) if known else CHANNELS[PLAYED_AS[past.channel]].effort_s


class _Base:
    """Efforts as they would be of somebody who fully matches and does not know the customer: what a simulation adds to."""

    def __init__(self, history: History) -> None:
        self._skills = {member.id: member.skills for member in history.members}

    def effort_s(self, one: Round, past: Past, usual: Id | None) -> float:
        skills = self._skills.get(one.agent_id or 0, {})
        missing = sum(max(0, level - skills.get(skill, level)) for skill, level in past.skills.items())
        known = USUAL_AGENT_EFFORT if one.agent_id == usual else 1.0
        return (one.effort_s or 0.0) / known / LEVEL_SHORTFALL_EFFORT**missing


def _spent(theirs: Sequence[Round]) -> Iterator[float]:
    return (one.effort_s for one in theirs if one.effort_s is not None)
