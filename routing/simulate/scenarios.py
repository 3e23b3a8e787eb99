"""Six kinds of day to judge a routing policy by, each drawn from a seed."""

import math
import random
from collections.abc import Callable

from routing.simulate.day import Arrival, Day, Person
from routing.simulate.team import draw_people, draw_two_shifts, with_outages
from routing.simulate.tickets import Wanted, draw_ticket
from routing.simulate.world import HOUR, MINUTE

DAY_S = 8 * HOUR
TICKETS_A_DAY = 2100
AGENTS = 30

_HOURLY = (0.80, 1.05, 1.25, 1.10, 0.92, 1.02, 1.02, 0.84)


def draw_day(scenario: str, seed: int, *, agents: int = AGENTS, tickets: int = TICKETS_A_DAY) -> Day:
    """Draw a day of the named scenario. The same arguments give the same day."""
    try:
        draw = SCENARIOS[scenario]
    except KeyError:
        raise ValueError(f"no scenario {scenario!r}; there are {', '.join(SCENARIOS)}") from None
    return draw(random.Random(f"{scenario} {seed}"), agents, tickets)


def _normal(chance: random.Random, agents: int, tickets: int) -> Day:
    people = draw_people(chance, agents, until=DAY_S)
    return _day("normal", people, _arrivals(chance, people, _times(chance, tickets)))


def _incident(chance: random.Random, agents: int, tickets: int) -> Day:
    people = draw_people(chance, agents, until=DAY_S)
    times = _times(chance, tickets)
    starts_at = chance.uniform(2.0, 5.5) * HOUR
    extra = sorted(starts_at + chance.random() * HOUR for _ in range(tickets // 8))
    wanted = Wanted(skill="technical", priorities=(0.5, 0.3, 0.2, 0.0), email=0.2)
    usual = _arrivals(chance, people, times)
    more = _arrivals(chance, people, extra, wanted=wanted, first_id=len(usual) + 1)
    return _day("incident", people, sorted(usual + more, key=lambda ticket: ticket.at))


def _specialists(chance: random.Random, agents: int, tickets: int) -> Day:
    people = draw_people(chance, agents, until=DAY_S, specialists=max(2, agents // 8))
    wanted = Wanted(specialist=0.10)
    return _day("specialists", people, _arrivals(chance, people, _times(chance, tickets), wanted=wanted))


def _shift_change(chance: random.Random, agents: int, tickets: int) -> Day:
    people = draw_two_shifts(chance, agents, change_at=DAY_S / 2, until=DAY_S)
    return _day("shift_change", people, _arrivals(chance, people, _times(chance, tickets)))


def _flaky(chance: random.Random, agents: int, tickets: int) -> Day:
    people = draw_people(chance, agents, until=DAY_S)
    people = [with_outages(chance, person, per_hour=0.7, mean_s=10 * MINUTE) for person in people]
    return _day("flaky", people, _arrivals(chance, people, _times(chance, tickets)))


def _monday(chance: random.Random, agents: int, tickets: int) -> Day:
    people = draw_people(chance, agents, until=DAY_S)
    backlog = tickets // 12
    left_over = _arrivals(chance, people, [0.0] * backlog, wanted=Wanted(email=1.0))
    fresh = _arrivals(chance, people, _times(chance, tickets - backlog // 2), first_id=backlog + 1)
    return _day("monday", people, left_over + fresh)


SCENARIOS: dict[str, Callable[[random.Random, int, int], Day]] = {
    "normal": _normal,
    "incident": _incident,
    "specialists": _specialists,
    "shift_change": _shift_change,
    "flaky": _flaky,
    "monday": _monday,
}


def _day(name: str, people: list[Person], arrivals: list[Arrival]) -> Day:
    return Day(people=tuple(people), arrivals=tuple(arrivals), ends_at=DAY_S, name=name)


def _times(chance: random.Random, tickets: int) -> list[float]:
    """Arrival times over the day: an hourly profile with a little noise from one quarter to the next."""
    quarters = [weight * math.exp(chance.gauss(0, 0.10)) for weight in _HOURLY for _ in range(4)]
    count = round(chance.gauss(tickets, math.sqrt(tickets)))
    starts = chance.choices(range(len(quarters)), weights=quarters, k=count)
    return sorted((start + chance.random()) * HOUR / 4 for start in starts)


def _arrivals(
    chance: random.Random,
    people: list[Person],
    times: list[float],
    *,
    wanted: Wanted | None = None,
    first_id: int = 1,
) -> list[Arrival]:
    wanted = wanted or Wanted()
    return [draw_ticket(chance, people, at=at, id=first_id + n, wanted=wanted) for n, at in enumerate(times)]
