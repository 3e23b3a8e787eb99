"""How many people a half-hour needs: enough for those who look on, and nobody busier than people can be."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from routing.forecast.erlang import people_for
from routing.forecast.work import Work

SLOT_S: Final = 1800.0
KEPT: Final = 0.95  # of first answers in time
BUSIEST: Final = 0.87  # share of their time people work; above it waits explode
MAIL_AHEAD: Final = 8  # half-hours over which e-mail may be put off at most

Arrivals = Mapping[str, Sequence[float]]  # by channel, half-hour after half-hour


def people_needed(arrivals: Arrivals, work: Mapping[str, Work], *, kept: float = KEPT) -> list[int]:
    """Return for each half-hour how many people it takes.

    Live answers by Erlang C: each turn is somebody who waits. E-mail may be put off within its promise, so its work
    is spread over the half-hours after it; together nobody is busier than BUSIEST.
    """
    slots = max((len(counts) for counts in arrivals.values()), default=0)
    live = [_live(arrivals, work, slot) for slot in range(slots)]
    mail = _mail(arrivals, work, slots)
    return [_people(live[slot], mail[slot], kept) for slot in range(slots)]


def _people(live: tuple[float, float, float], mail: float, kept: float) -> int:
    load, turn_s, within_s = live
    for_live = people_for(load=load, handling_s=turn_s, within_s=within_s, share=kept)
    for_all = ceil((load + mail) / BUSIEST - 1e-9)
    return max(for_live, for_all)


def _live(arrivals: Arrivals, work: Mapping[str, Work], slot: int) -> tuple[float, float, float]:
    """Return the load in erlangs, the mean turn and the tightest promise of the live channels in a half-hour."""
    turns = seconds = 0.0
    within_s = float("inf")
    for channel, counts in arrivals.items():
        one = work[channel]
        if one.is_live and counts[slot] > 0:
            turns += counts[slot] * one.turns
            seconds += counts[slot] * one.ticket_s
            within_s = min(within_s, one.target_s)
    return (seconds / SLOT_S, seconds / turns, within_s) if turns else (0.0, 0.0, 0.0)


def _mail(arrivals: Arrivals, work: Mapping[str, Work], slots: int) -> list[float]:
    load = [0.0] * slots
    for channel, counts in arrivals.items():
        one = work[channel]
        if one.is_live:
            continue
        over = min(MAIL_AHEAD, max(1, int(one.target_s / SLOT_S / 2)))
        for slot, came in enumerate(counts):
            part = came * one.ticket_s / SLOT_S / over
            for later in range(slot, min(slot + over, slots)):
                load[later] += part
    return load
