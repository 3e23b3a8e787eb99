"""Letting things come to rest after a storm, and what came of it."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from runtime.faults.checks import first_wrong, wrong
from runtime.faults.crowd import Crowd
from runtime.faults.patience import patience

SETTLE_WITHIN_S: Final = 20.0
MOST_PATIENCE: Final = 6.0  # times; whoever waits longer learns nothing more
LOOK_EVERY_S: Final = 0.15

# How the checks begin what they find. What is wrong for longer than it may be is I6 whatever else it is; all the rest
# that a desk at rest must not have (a reply still queued, a ticket that does not say why it waits) is I7.
PROMISES: Final = {
    "I1": ("lost", "missing", "not acknowledged", "not accepted"),
    "I2": ("doubled",),
    "I3": ("told", "unasked"),
    "I4": ("out of order",),
    "I5": ("never told",),
    "I6": ("slow",),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a round.

    wrong: in words, empty when every promise was kept. settled_s: from the last message and the last fault until all was
    right. recovery_s: the longest that anything took to arrive, counted from the restart of what broke; slowest: what.
    """

    seed: int
    messages: int
    answers: int
    begun: int
    taken_back: int
    faults: tuple[str, ...]
    wrong: tuple[str, ...]
    settled_s: float
    recovery_s: float
    slowest: str

    def __str__(self) -> str:
        """What happened, in a few lines."""
        told = (
            f"seed {self.seed}: {self.messages} messages, {self.answers} answers, {self.begun} tickets begun, {self.taken_back} changes of many taken back; lost {self.lost}, doubled {self.doubled};"
            f" {self.promises}; right after {self.settled_s:.1f} s, longest recovery {self.recovery_s:.1f} s ({self.slowest});"
            f" faults: {', '.join(self.faults) or 'none'}"
        )
        return "\n  ".join([told, *self.wrong])

    @property
    def promises(self) -> str:
        """Say which of the promises I1 to I7 (docs/operations.md) were broken."""
        found = {_promise(line) for line in self.wrong}
        return f"broken: {', '.join(sorted(found))}" if found else "I1 to I7 kept"

    @property
    def lost(self) -> int:
        """How many messages somebody should have and has not."""
        return sum(line.startswith(("lost", "missing", "never told")) for line in self.wrong)

    @property
    def doubled(self) -> int:
        """How many were stored, told or shown more than once."""
        return sum(line.startswith(("doubled", "told")) for line in self.wrong)


def _promise(line: str) -> str:
    return next((name for name, words in PROMISES.items() if line.startswith(words)), "I7")


async def settle(crowd: Crowd, *, within_s: float = SETTLE_WITHIN_S) -> Verdict:
    """Wait until everything is as it must be, on a free machine at most this long, and return what is still wrong then."""
    began = time.monotonic()
    # What was right once is right: a moment later the next thing may be on its way.
    while (found := _look(crowd)) and not crowd.journal.oddities:
        if time.monotonic() - began > within_s * min(patience(), MOST_PATIENCE):
            break
        await asyncio.sleep(LOOK_EVERY_S)
    settled_s = time.monotonic() - began
    found = found and _look(crowd, whole=True)
    journal = crowd.journal
    recovery_s, slowest = longest_recovery(crowd)
    return Verdict(
        seed=crowd.seed,
        messages=len(journal.letters),
        answers=len(journal.replies),
        begun=sum(not one.is_refused for one in journal.openings.values()),
        taken_back=len(journal.bulks),
        faults=tuple(fault.told(journal.began_at) for fault in journal.faults),
        wrong=tuple(found),
        settled_s=settled_s,
        recovery_s=recovery_s,
        slowest=slowest,
    )


def _look(crowd: Crowd, *, whole: bool = False) -> list[str]:
    """Return what is wrong: all of it, or what the first check finds that finds anything."""
    try:
        return wrong(crowd) if whole else first_wrong(crowd)
    except SQLAlchemyError as error:
        return [f"left over: the database does not answer: {type(error).__name__}"]


def longest_recovery(crowd: Crowd) -> tuple[float, str]:
    """Return the longest time, in seconds, that anything took to arrive since the last fault before it was over, and what."""
    journal = crowd.journal
    ends = sorted(fault.over_at for fault in journal.faults if fault.over_at is not None)
    longest = (0.0, "")
    for what, given, there in journal.spans():
        if there is not None:
            since = max((end for end in ends if end <= there), default=given)
            longest = max(longest, (there - max(since, given), what))
    return longest
