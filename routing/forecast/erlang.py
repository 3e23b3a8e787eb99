"""Erlang's formulas: how many people must be there so that few customers wait long."""

from math import ceil, exp
from typing import Final

MOST: Final = 2000


def erlang_c(people: int, load: float) -> float:
    """Return the probability that somebody has to wait. load: erlangs, the mean number of people who are busy."""
    if load <= 0:
        return 0.0
    if people <= load:
        return 1.0
    blocked = 1.0  # Erlang B, by its recursion over the number of people
    for n in range(1, people + 1):
        blocked = load * blocked / (n + load * blocked)
    return people * blocked / (people - load * (1 - blocked))


def people_for(*, load: float, handling_s: float, within_s: float, share: float) -> int:
    """Return how many it takes so that this share of customers is attended to within the time (Erlang C)."""
    if load <= 0 or handling_s <= 0:
        return 0
    people = max(1, ceil(load))
    while people < MOST:
        late = erlang_c(people, load) * exp(-(people - load) * within_s / handling_s)
        if people > load and 1 - late >= share:
            return people
        people += 1
    return MOST
