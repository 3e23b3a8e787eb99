"""When things happen on one ticket: who writes next, and after how long."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from helpdesk.models import ChannelKind
from runtime.seeding.shapes import Act, Fate, Plan

MINUTE: Final = 60_000.0
# Mean time until an agent answers, and until a customer does, in ms.
ANSWER: Final = {ChannelKind.WEBCHAT: 1.5 * MINUTE, ChannelKind.TELEGRAM: 7 * MINUTE, ChannelKind.EMAIL: 70 * MINUTE}
REPLY: Final = {ChannelKind.WEBCHAT: 1 * MINUTE, ChannelKind.TELEGRAM: 20 * MINUTE, ChannelKind.EMAIL: 400 * MINUTE}
RESOLVE: Final = {ChannelKind.WEBCHAT: 5 * MINUTE, ChannelKind.TELEGRAM: 60 * MINUTE, ChannelKind.EMAIL: 600 * MINUTE}
CLOSE_AFTER: Final = 7 * 24 * 60 * MINUTE
WAITS_LAST: Final = (Fate.NEW, Fate.WAITING, Fate.SPAM)


@dataclass(frozen=True, slots=True)
class Beat:
    """One message, or the end of the ticket; comes_back: after it was resolved for a while."""

    act: Act
    at_ms: int
    comes_back: bool = False
    pends: bool = False


def beats(plan: Plan, kind: ChannelKind, until_ms: int, chance: random.Random) -> tuple[list[Beat], int, int]:
    """Return the messages of a ticket with their times, and when it was resolved and closed if it was."""
    acts = list(_acts(plan, chance))
    gaps = [0.0] + [
        _gap(acts[n - 1][0], act, kind, chance) + (RESOLVE[kind] * 3 if back else 0)
        for n, (act, back) in enumerate(acts)
        if n
    ]
    resolve, close = chance.expovariate(1 / RESOLVE[kind]) + 2_000, CLOSE_AFTER
    room = until_ms - plan.at_ms - 5_000
    whole = sum(gaps) + resolve + close
    factor = min(1.0, room / whole)
    beat_list: list[Beat] = []
    at = float(plan.at_ms)
    for n, (act, back) in enumerate(acts):
        at += gaps[n] * factor
        pends = act is Act.OUT and n + 1 < len(acts) and acts[n + 1][0] is Act.IN and not acts[n + 1][1]
        beat_list.append(Beat(act, int(at), back, pends and kind is not ChannelKind.WEBCHAT and chance.random() < 0.35))
    return beat_list, int(at + max(3.0, resolve * factor)), int(at + (resolve + close) * factor) + 4


def _acts(plan: Plan, chance: random.Random) -> Iterator[tuple[Act, bool]]:
    """Yield who writes: the customer begins; the last one fits how the ticket stands."""
    last = Act.IN if plan.fate in WAITS_LAST else Act.OUT
    only_customer = plan.fate in (Fate.NEW, Fate.SPAM)
    reopens_at = int(plan.messages * chance.uniform(0.3, 0.8)) if plan.messages > 5 and chance.random() < 0.05 else 0
    act, has_answer = Act.IN, False
    yield act, False
    for left in range(plan.messages - 1, 0, -1):
        before, roll = act, chance.random()
        if only_customer:
            act = Act.IN
        elif left == 1 or (left == 2 and not has_answer):
            act = last if left == 1 and (has_answer or last is Act.OUT) else Act.OUT
        elif before is Act.IN:
            act = Act.IN if roll < 0.18 else Act.NOTE if roll < 0.24 else Act.OUT
        elif before is Act.OUT:
            act = Act.IN if roll < 0.82 else Act.NOTE if roll < 0.88 else Act.OUT
        else:
            act = Act.OUT if roll < 0.7 else Act.IN
        has_answer = has_answer or act is Act.OUT
        back = bool(reopens_at) and plan.messages - left >= reopens_at and act is Act.IN and before is Act.OUT
        if back:
            reopens_at = 0
        yield act, back


def _gap(before: Act, act: Act, kind: ChannelKind, chance: random.Random) -> float:
    if act is Act.IN:
        mean = REPLY[kind] if before is Act.OUT else REPLY[kind] / 6
    elif act is Act.NOTE:
        mean = ANSWER[kind] / 2
    else:
        mean = ANSWER[kind] if before is Act.IN else ANSWER[kind] / 2
    return 3_000 + chance.expovariate(1 / mean)
