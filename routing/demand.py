"""What customers asked for lately, and so who should be spared: agents others cannot stand in for."""

from collections.abc import Sequence

from routing.lineup import Lineup, places
from routing.need import Need, need_of
from routing.shapes import Id, Memory, RoutableAgent, WaitingTicket
from routing.tuning import Tuning

_FRESH_S = 60.0
_FORGOTTEN = 0.02


def note_demand(now: float, waiting: Sequence[WaitingTicket], *, memory: Memory, tuning: Tuning) -> None:
    """Count what newly waits into the caller's memory, where older counts fade."""
    counts: dict[Need, float] = memory.setdefault("demand", {})
    fade = 0.5 ** (max(0.0, now - memory.get("demand_at", now)) / tuning.demand_half_life_s)
    memory["demand_at"] = now
    known: frozenset[Id] = memory.get("seen", frozenset())
    fresh = [ticket for ticket in waiting if ticket.id not in known]
    if fade < 1.0:
        for need in [need for need, count in counts.items() if count * fade < _FORGOTTEN]:
            del counts[need]
        for need in counts:
            counts[need] *= fade
    for ticket in fresh:
        need = need_of(ticket)
        counts[need] = counts.get(need, 0.0) + 1.0
    memory["seen"] = frozenset(ticket.id for ticket in waiting)


def flexibility(now: float, online: Sequence[RoutableAgent], *, memory: Memory) -> dict[Id, float]:
    """Tell each agent's share of the demand they could meet, mean 1; high means hard to replace.

    Kept in the caller's memory for a minute, or until somebody comes or goes.
    """
    present = tuple(agent.id for agent in online)
    kept = memory.get("flexibility")
    if kept is not None and kept[0] == present and 0.0 <= now - kept[1] < _FRESH_S:
        shares: dict[Id, float] = kept[2]
        return shares
    shares = _flexibility(online, memory["demand"])
    memory["flexibility"] = (present, now, shares)
    return shares


def _flexibility(online: Sequence[RoutableAgent], demand: dict[Need, float]) -> dict[Id, float]:
    everybody = Lineup(online)
    shares = [0.0] * len(online)
    met = 0.0
    for need, count in sorted(demand.items()):
        able = everybody.meeting(need)
        if not able:
            continue
        met += count
        share = count / able.bit_count()
        for place in places(able):
            shares[place] += share
    scale = len(online) / met if met else 0.0
    return {agent.id: share * scale for agent, share in zip(online, shares, strict=True)}
