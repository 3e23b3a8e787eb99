"""The simulated tickets: what they want and how much work they hold."""

import math
import random
from dataclasses import dataclass
from typing import TypeVar

from routing.simulate.day import Arrival, Person
from routing.simulate.team import SKILLS, SPECIALITY
from routing.simulate.world import CHANNELS, ChannelWork

_T = TypeVar("_T")

_PRIORITIES = (0.08, 0.22, 0.50, 0.20)
_LANGUAGES = (("en", 0.42), ("ru", 0.36), ("uk", 0.22))
_LEVELS = ((1, 0.35), (2, 0.35), (3, 0.22), (4, 0.08))
_KNOWN_CUSTOMERS = 0.30
_SIGMA = 0.75
_TAIL_SHARE, _TAIL_ALPHA = 0.06, 1.9


@dataclass(frozen=True, slots=True)
class Wanted:
    """What differs from an ordinary ticket in a scenario."""

    skill: str | None = None
    specialist: float = 0.0
    email: float | None = None
    priorities: tuple[float, ...] = _PRIORITIES


def draw_ticket(chance: random.Random, people: list[Person], *, at: float, id: int, wanted: Wanted) -> Arrival:
    """Draw one ticket that somebody in the team fully matches."""
    channel = _draw_channel(chance, wanted)
    work = CHANNELS[channel]
    priority = chance.choices((1, 2, 3, 4), weights=wanted.priorities)[0]
    skills, language, matching = _draw_need(chance, people, wanted)
    turns = 1 + _poisson(chance, work.turns - 1)
    return Arrival(
        id=id,
        at=at,
        channel=channel,
        priority=priority,
        skills=skills,
        language=language,
        due_at=at + work.target_s(priority),
        efforts_s=tuple(work.effort_s * _draw_spread(chance) for _ in range(turns)),
        pauses_s=tuple(_draw_pause(chance, work) for _ in range(turns - 1)),
        escalation_draw=chance.random(),
        customer_id=id,
        preferred_agent_id=chance.choice(matching).id if chance.random() < _KNOWN_CUSTOMERS else None,
    )


def _draw_channel(chance: random.Random, wanted: Wanted) -> str:
    if wanted.email is not None:
        if chance.random() < wanted.email:
            return "email"
        return chance.choice(("chat", "telegram"))
    return chance.choices(list(CHANNELS), weights=[work.share for work in CHANNELS.values()])[0]


def _draw_need(chance: random.Random, people: list[Person], wanted: Wanted) -> tuple[dict[str, int], str, list[Person]]:
    """Draw skill, level and language; needs that nobody in the team meets are drawn again."""
    for _ in range(100):
        language = _pick(chance, _LANGUAGES)
        special = chance.random() < wanted.specialist
        skill = SPECIALITY if special else wanted.skill or chance.choice(SKILLS)
        skills = {skill: _pick(chance, _LEVELS)}
        matching = [
            person
            for person in people
            if language in person.languages and all(person.skills.get(s, 0) >= n for s, n in skills.items())
        ]
        if matching:
            return skills, language, matching
    raise ValueError("the team matches none of a hundred drawn needs")


def _pick(chance: random.Random, weighted: tuple[tuple[_T, float], ...]) -> _T:
    return chance.choices([value for value, _ in weighted], weights=[weight for _, weight in weighted])[0]


def _draw_spread(chance: random.Random) -> float:
    """Log-normal with a Pareto tail, mean about one."""
    if chance.random() < _TAIL_SHARE:
        return chance.paretovariate(_TAIL_ALPHA) * 1.3
    return 0.93 * math.exp(chance.gauss(-_SIGMA * _SIGMA / 2, _SIGMA))


def _draw_pause(chance: random.Random, work: ChannelWork) -> float:
    return work.thinking_s * math.exp(chance.gauss(-0.32, 0.8))


def _poisson(chance: random.Random, mean: float) -> int:
    if mean <= 0:
        return 0
    count, product, floor = 0, chance.random(), math.exp(-mean)
    while product > floor:
        count += 1
        product *= chance.random()
    return count
