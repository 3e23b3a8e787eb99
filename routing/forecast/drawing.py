"""Days to come, drawn from the forecast: so many tickets by chance, each like one that really came."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp

from routing.forecast.arrivals import SLOTS
from routing.replay.past_day import PLAYED_AS, Drawn
from routing.shapes import Id
from routing.simulate.day import Arrival, Day, Person

DAY_S = 86_400.0
SLOT_S = 1800.0

Stock = Mapping[str, Sequence[Arrival]]


def stock_of(drawn: Drawn) -> Stock:
    """Return what really came, by channel, to draw from."""
    found: dict[str, list[Arrival]] = defaultdict(list)
    names = {played: channel for channel, played in PLAYED_AS.items()}
    for arrival in drawn.day.arrivals:
        if not arrival.responded:
            found[names[arrival.channel]].append(arrival)
    return found


def draw_day(
    chance: random.Random,
    means: Mapping[str, Sequence[float]],
    *,
    spreads: Mapping[str, float],
    stock: Stock,
    people: Sequence[Person],
    heads: Sequence[int],
) -> Day:
    """Draw one day. heads: how many people are there in each half-hour; they are like the desk's own, in turn."""
    arrivals: list[Arrival] = []
    for channel, counts in means.items():
        if not stock.get(channel):
            continue
        # What makes one half-hour of a day busy makes the others busy too.
        busy = _uneven(chance, spreads.get(channel, 0.0))
        for slot, mean in enumerate(counts):
            for _ in range(_poisson(chance, mean * busy)):
                arrivals.append(
                    _like(chance.choice(stock[channel]), at=(slot + chance.random()) * SLOT_S, id=len(arrivals))
                )
    there = _people(people, heads)
    return Day(
        people=tuple(there),
        arrivals=tuple(sorted((_for(one, there) for one in arrivals), key=lambda one: one.at)),
        ends_at=DAY_S,
        name="forecast",
    )


def _like(arrival: Arrival, *, at: float, id: int) -> Arrival:
    return replace(arrival, id=id, at=at, due_at=at + arrival.due_at - arrival.at, preferred_agent_id=None)


def _for(arrival: Arrival, there: Sequence[Person]) -> Arrival:
    """Keep out of a ticket's teams those who stand in for somebody outside of them."""
    if not arrival.excluded:
        return arrival
    outside = frozenset(person.id for person in there if _model(person.id) in arrival.excluded)
    return replace(arrival, excluded=outside)


def _people(people: Sequence[Person], heads: Sequence[int]) -> list[Person]:
    """Return as many people as the busiest half-hour needs, each there while at least so many are."""
    found = []
    for nth in range(max(heads, default=0)):
        like = people[nth % len(people)]
        spans: list[tuple[float, float]] = []
        for slot in range(SLOTS):
            begin, end = slot * SLOT_S, (slot + 1) * SLOT_S
            if heads[slot] <= nth:
                continue
            if spans and spans[-1][1] == begin:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((begin, end))
        if spans:
            found.append(replace(like, id=f"{nth}:{like.id}", present=tuple(spans), outages=()))
    return found


def _model(id: Id) -> Id:
    name = str(id).partition(":")[2]
    return int(name) if name.isdecimal() else name


def _uneven(chance: random.Random, k: float) -> float:
    """Return a factor of mean 1 and variance k, at most a quarter."""
    k = min(k, 0.25)
    return chance.gammavariate(1 / k, k) if k > 1e-6 else 1.0


def _poisson(chance: random.Random, mean: float) -> int:
    if mean <= 0:
        return 0
    if mean > 30:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    count, product, floor = 0, chance.random(), exp(-mean)
    while product > floor:
        count += 1
        product *= chance.random()
    return count
