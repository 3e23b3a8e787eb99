"""Other head counts by half-hour: who stays away, and who comes beside those who were there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from routing.replay.plan import Change
from routing.replay.shapes import Span
from routing.replay.stays import merged

SLOT_S: Final = 1800.0
EXTRA: Final = "extra"

Who = int | str
Stays = Mapping[Who, Sequence[Span]]


def with_heads(
    stays: Stays, changes: Sequence[Change], *, since: float, until: float, time_zone: str
) -> dict[Who, list[Span]]:
    """Return the stays with as many people in each half-hour as the changes say.

    Those with the fewest hours stay away first; who comes in addition is "extra1", "extra2" ...
    """
    usual = sorted(stays, key=lambda who: (-_length(stays[who]), str(who)))
    found: dict[Who, list[Span]] = {who: list(spans) for who, spans in stays.items()}
    for slot, change in _slots(changes, since, until, time_zone):
        here = [who for who in usual if _is_here(stays[who], slot)]
        wanted = max(0, len(here) + change.add if change.add is not None else change.count or 0)
        # Where some are to stay away, those who were there for a few minutes only are not wanted either.
        staying = set(here[:wanted]) if wanted < len(here) or not wanted else set(usual)
        for who in usual:
            if who not in staying:
                found[who] = _without(found[who], slot)
        for number in range(1, wanted - len(here) + 1):
            found.setdefault(f"{EXTRA}{number}", []).append(slot)
    return {who: merged(spans) for who, spans in found.items() if merged(spans)}


def head_counts(stays: Stays, *, since: float, until: float) -> list[tuple[float, float]]:
    """Return for each half-hour from `since` when it begins and how many people were there, by the minute."""
    found = []
    at = since
    while at < until:
        end = min(until, at + SLOT_S)
        there = sum(
            max(0.0, min(b, end) - max(a, at)) for spans in stays.values() for a, b in spans if b > at and a < end
        )
        found.append((at, there / (end - at)))
        at += SLOT_S
    return found


def _slots(changes: Sequence[Change], since: float, until: float, time_zone: str) -> Iterator[tuple[Span, Change]]:
    """Yield each half-hour that is changed; of several changes the last one counts."""
    if not changes:
        return
    zone = ZoneInfo(time_zone)
    at = since - since % SLOT_S
    while at < until:
        local = datetime.fromtimestamp(at, zone)
        place = local.hour * 2 + local.minute // 30
        meant = [change for change in changes if local.weekday() in change.days and change.begin <= place < change.end]
        if meant:
            yield (max(at, since), min(at + SLOT_S, until)), meant[-1]
        at += timedelta(minutes=30).total_seconds()


def _is_here(spans: Sequence[Span], slot: Span) -> bool:
    return sum(max(0.0, min(b, slot[1]) - max(a, slot[0])) for a, b in spans) > (slot[1] - slot[0]) / 2


def _without(spans: Sequence[Span], slot: Span) -> list[Span]:
    left = [(a, min(b, slot[0])) for a, b in spans if a < slot[0]]
    right = [(max(a, slot[1]), b) for a, b in spans if b > slot[1]]
    return [(a, b) for a, b in sorted({*left, *right}) if b > a]


def _length(spans: Sequence[Span]) -> float:
    return sum(b - a for a, b in spans)
