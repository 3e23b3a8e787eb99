"""Whether what was learnt may decide: from how sure on it is right, and whether tickets then come out better.

The threshold is found on one part of the held-out tickets and judged on the other, which are newer. Pure.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import comb, sqrt
from typing import Any, Final

RIGHT: Final = 0.95  # of what is decided, as far as one can see
SURELY_RIGHT: Final = 0.90  # the same at the worst that would not surprise
Z: Final = 1.645  # one side, 95 of 100
SURPRISE: Final = 0.05
LEVELS: Final = tuple(round(0.50 + 0.01 * step, 2) for step in range(50))  # of 1 nothing is that sure


@dataclass(frozen=True, slots=True)
class Told:
    """One held-out ticket: what rules said (None: nothing), what it would be without, what was learnt, the truth."""

    ruled: str | None
    usual: str
    learnt: str
    sure: float
    truth: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Figures of the newest held-out tickets. threshold: None where nothing is sure enough.

    decided: by what was learnt, where rules say nothing; gained, lost: tickets that came out right, or wrong, by it.
    """

    tickets: int
    rules_right: int
    right: int
    decided: int
    decided_right: int
    gained: int
    lost: int
    threshold: float | None
    is_better: bool

    def as_json(self) -> dict[str, Any]:  # plain JSON
        """Return it as it is kept."""
        return asdict(self)


def judge(told: Sequence[Told]) -> Judgement:
    """Judge held-out tickets, oldest first."""
    half = len(told) // 2
    threshold = find_threshold(told[:half])
    return judged_at(told[half:], threshold)


def find_threshold(told: Sequence[Told]) -> float | None:
    """Return the lowest sureness from which on 95 of 100 decisions are right, and surely 90 are."""
    return next((level for level in LEVELS if _is_right(_decided(told, level))), None)


def judged_at(told: Sequence[Told], threshold: float | None) -> Judgement:
    """Judge by a threshold that other tickets gave."""
    decided = [] if threshold is None else _decided(told, threshold)
    before = sum((one.ruled or one.usual) == one.truth for one in told)
    gained = sum(one.learnt == one.truth != one.usual for one in decided)
    lost = sum(one.usual == one.truth != one.learnt for one in decided)
    return Judgement(
        tickets=len(told),
        rules_right=before,
        right=before + gained - lost,
        decided=len(decided),
        decided_right=sum(one.learnt == one.truth for one in decided),
        gained=gained,
        lost=lost,
        threshold=threshold,
        is_better=_is_right(decided) and by_chance(gained, lost) <= SURPRISE,
    )


def at_worst(right: int, of: int) -> float:
    """Return the share that is right at the worst that would not surprise (Wilson's lower bound)."""
    if not of:
        return 0.0
    share, more = right / of, Z * Z / of
    spread = Z * sqrt(share * (1 - share) / of + more / (4 * of))
    return (share + more / 2 - spread) / (1 + more)


def by_chance(gained: int, lost: int) -> float:
    """Return how likely at least so many of these are gained where gaining and losing are alike (sign test)."""
    both = gained + lost
    return float(sum(comb(both, one) for one in range(gained, both + 1)) / 2**both)


def _decided(told: Sequence[Told], level: float) -> list[Told]:
    return [one for one in told if one.ruled is None and one.sure >= level]


def _is_right(decided: Sequence[Told]) -> bool:
    right = sum(one.learnt == one.truth for one in decided)
    return right >= RIGHT * len(decided) > 0 and at_worst(right, len(decided)) >= SURELY_RIGHT
