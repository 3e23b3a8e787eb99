"""Which tickets there are: when each was made, how long it is, how it stands."""

import random
from collections.abc import Iterator, Sequence
from typing import Final

from runtime.seeding.shapes import ACTIVE_FATES, Fate, Order, Plan

DAY_MS: Final = 86_400_000
WEEK: Final = (1.25, 1.2, 1.1, 1.05, 1.0, 0.5, 0.4)  # how busy Monday to Sunday are
LONG_TICKET: Final = 500  # messages of the longest one in a desk that has room for it
SHORTEST_MS: Final = 20 * 60_000  # nothing is younger than that
STANDING: Final = (
    (Fate.NEW, 0.1),
    (Fate.WAITING, 0.35),
    (Fate.ANSWERED, 0.15),
    (Fate.PENDING, 0.3),
    (Fate.ON_HOLD, 0.1),
)


def plans(order: Order) -> Iterator[Plan]:
    """Yield all tickets, oldest first; their messages add up to what was asked for."""
    chance = random.Random(f"plans {order.seed}")  # noqa: S311 - repeatable, not secret
    moments = _moments(order, chance)
    fates = _fates(order, moments, chance)
    lengths = _lengths(order, moments, fates, chance)
    for nth, (at_ms, length, fate) in enumerate(zip(moments, lengths, fates, strict=True)):
        yield Plan(nth, at_ms, length, fate)


def _moments(order: Order, chance: random.Random) -> list[int]:
    """Return when tickets are made: more on working days and by day, a fifth more in the end than in the beginning."""
    first_day = order.until_ms // DAY_MS - order.days
    weights = [
        WEEK[(day + 3) % 7] * (1 + 0.2 * n / order.days)
        for n, day in enumerate(range(first_day, first_day + order.days))
    ]
    days = chance.choices(range(first_day + 1, first_day + 1 + order.days), weights, k=order.tickets)
    moments = [day * DAY_MS + int(chance.triangular(0, 24, 12) * 3_600_000) for day in days]
    newest = order.until_ms - SHORTEST_MS
    return sorted(moment if moment <= newest else newest - (moment - newest) % (DAY_MS // 4) for moment in moments)


def _fates(order: Order, moments: Sequence[int], chance: random.Random) -> list[Fate]:
    """Choose those that are not over: the younger a ticket, the likelier, so many in all as was asked for."""
    wanted = round(order.tickets * order.active_percent / 100)
    ages = [(order.until_ms - at) / DAY_MS for at in moments]
    # The k smallest of exponential draws over weights are a weighted choice without repeats.
    keys = [chance.expovariate(1.0) * (0.3 + age) ** 2 for age in ages]
    active = set(sorted(range(order.tickets), key=keys.__getitem__)[:wanted])
    return [_standing(age, chance) if n in active else _ending(age, chance) for n, age in enumerate(ages)]


def _standing(age: float, chance: random.Random) -> Fate:
    (fate,) = chance.choices([fate for fate, _ in STANDING], [weight for _, weight in STANDING])
    return Fate.WAITING if fate is Fate.NEW and age > 30 else fate


def _ending(age: float, chance: random.Random) -> Fate:
    if chance.random() < 0.02:
        return Fate.SPAM
    return Fate.CLOSED if age > 10 and chance.random() < 0.8 else Fate.RESOLVED


def _lengths(order: Order, moments: Sequence[int], fates: Sequence[Fate], chance: random.Random) -> list[int]:
    least = [1 if fate in (Fate.NEW, Fate.SPAM) else 2 for fate in fates]
    most = [_most(order, at, fate) for at, fate in zip(moments, fates, strict=True)]
    mean = max(1.0, order.messages / order.tickets)
    drawn = [
        max(low, min(high, round(chance.lognormvariate(0, 0.75) * mean * 0.755)))
        for low, high in zip(least, most, strict=True)
    ]
    if order.messages > 20 * LONG_TICKET:
        longest = next(n for n, fate in enumerate(fates) if fate is Fate.ANSWERED or fate is Fate.RESOLVED)
        drawn[longest] = least[longest] = most[longest] = LONG_TICKET
    _fit(drawn, least, most, order.messages, chance)
    return drawn


def _most(order: Order, at_ms: int, fate: Fate) -> int:
    if fate in (Fate.NEW, Fate.SPAM):
        return 2
    # What is young has had no time for much.
    return max(2, min(LONG_TICKET, (order.until_ms - at_ms) // (15 * 60_000)))


def _fit(drawn: list[int], least: Sequence[int], most: Sequence[int], wanted: int, chance: random.Random) -> None:
    """Lengthen or shorten tickets here and there until there are as many messages as asked for, as far as may be."""
    missing, idle = wanted - sum(drawn), 0
    while missing and idle < 50 * len(drawn):
        n = int(chance.random() * len(drawn))
        step = 1 if missing > 0 else -1
        if least[n] <= drawn[n] + step <= most[n]:
            drawn[n] += step
            missing -= step
            idle = 0
        else:
            idle += 1


def is_active(fate: Fate) -> bool:
    """Say whether a ticket of this fate is still somebody's work."""
    return fate in ACTIVE_FATES
