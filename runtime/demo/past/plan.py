"""What happened when: every ticket's steps, laid out over two weeks before now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from helpdesk.models import ChannelKind
from runtime.demo import life
from runtime.demo.life import Life
from runtime.demo.matter import Voice
from runtime.demo.past.desk import ZONE
from runtime.demo.people import CUSTOMERS

DAYS: Final = 14
USUAL_TICKETS: Final = 60
LATEST: Final = 13  # of them in the last day
# Minutes until an agent answers: usual, and when it went wrong.
ANSWERED_AFTER: Final = {
    ChannelKind.WEBCHAT: ((1, 4), (9, 30)),
    ChannelKind.TELEGRAM: ((3, 18), (50, 120)),
    ChannelKind.EMAIL: ((12, 90), (200, 420)),
}
RESOLVED_AFTER: Final = {ChannelKind.WEBCHAT: (1, 3), ChannelKind.TELEGRAM: (2, 8), ChannelKind.EMAIL: (5, 70)}
CUSTOMER_AFTER: Final = {
    ChannelKind.WEBCHAT: (1, 4),
    ChannelKind.TELEGRAM: (2, 40),
    ChannelKind.EMAIL: (20, 300),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a matter and when it was said; `nudge`: the customer asks on another channel meanwhile."""

    at: datetime
    voice: Voice | None
    text: str = ""
    is_first: bool = False
    is_last_answer: bool = False
    nudge: ChannelKind | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One ticket of the past. A step of no voice resolves it."""

    life: Life
    steps: tuple[Step, ...]
    seed: int


def stories(now: datetime, *, tickets: int = USUAL_TICKETS, seed: int = 11) -> list[Story]:
    """Return the tickets of the two weeks before now; the same seed tells the same at any time."""
    chance = Random(seed)
    found, had = [], {customer.number: list[str]() for customer in CUSTOMERS}
    for n in range(tickets):
        customer = CUSTOMERS[n % len(CUSTOMERS)] if n < len(CUSTOMERS) else chance.choice(CUSTOMERS)
        way = chance.choice(customer.ways)
        begun = life.begin(customer, way, chance, but=had[customer.number])
        had[customer.number].append(begun.matter.subject)
        found.append(
            Story(
                begun,
                _steps(
                    begun, _beginning(now, chance, way, days=1 if n < min(LATEST, tickets // 2) else DAYS), now, chance
                ),
                seed * 1000 + n,
            )
        )
    return sorted(found, key=lambda story: story.steps[0].at)


def _beginning(now: datetime, chance: Random, way: ChannelKind, *, days: int) -> datetime:
    day = now - timedelta(days=chance.uniform(0.02, days))
    local = day.astimezone(ZONE)
    hour = chance.triangular(7, 22, 12) if way is not ChannelKind.EMAIL else chance.triangular(0, 24, 13)
    moved = local.replace(hour=min(23, int(hour)), minute=chance.randrange(60), second=chance.randrange(60))
    at = moved.astimezone(now.tzinfo)
    return at if at < now - timedelta(minutes=3) else at - timedelta(days=1)


def _steps(begun: Life, at: datetime, now: datetime, chance: Random) -> tuple[Step, ...]:
    lines = begun.matter.lines
    last = max((n for n, line in enumerate(lines) if line.voice is Voice.AGENT), default=0)
    is_late = chance.random() < 0.17
    nudges = chance.random() < 0.12 and len(begun.customer.ways) > 1
    found: list[Step] = []
    for n, line in enumerate(lines):
        if n:
            at = _after(at, line.voice, begun.way, chance, is_late=is_late and n < 3)
        if at >= now:
            break
        nudge = (
            chance.choice([way for way in begun.customer.ways if way is not begun.way]) if nudges and n == 0 else None
        )
        found.append(Step(at, line.voice, line.text, is_first=n == 0, is_last_answer=n == last, nudge=nudge))
    done = at + timedelta(minutes=chance.uniform(*RESOLVED_AFTER[begun.way]))
    if len(found) == len(lines) and done < now:
        found.append(Step(done, None))
    return tuple(found)


def _after(at: datetime, voice: Voice, way: ChannelKind, chance: Random, *, is_late: bool) -> datetime:
    if voice is Voice.CUSTOMER:
        return at + timedelta(minutes=chance.uniform(*CUSTOMER_AFTER[way]))
    usual, late = ANSWERED_AFTER[way]
    return at_work(at) + timedelta(minutes=chance.uniform(*(late if is_late else usual)))


def at_work(at: datetime) -> datetime:
    """Return this moment, or when the next working day begins."""
    local = at.astimezone(ZONE)
    while local.weekday() == 6 or not 8 <= local.hour < 20:
        later = local + timedelta(days=1) if local.hour >= 20 or local.weekday() == 6 else local
        local = later.replace(hour=8, minute=local.minute % 30, second=local.second)
        if local.weekday() != 6:
            break
    return local.astimezone(at.tzinfo)
