"""How far below the wanted skill level an agent may be, by the ticket's age."""

from typing import Final

from routing.shapes import WaitingTicket
from routing.tuning import Tuning
from routing.urgency import age_share

STEPS: Final = ("exact", "one_below", "two_below", "any_level")
ANY_LEVEL: Final = 3


def relaxed_steps(now: float, ticket: WaitingTicket, tuning: Tuning) -> int:
    """Tell how many of the `STEPS` have been taken; the clock is the ticket's age, so it never starts over."""
    age = age_share(now, ticket)
    return sum(age >= limit for limit in tuning.relax_at)


def least_level(level: int, step: int) -> int:
    """Tell which level is enough at a step; the skill itself is never waived."""
    return 1 if step >= ANY_LEVEL else max(1, level - step)
