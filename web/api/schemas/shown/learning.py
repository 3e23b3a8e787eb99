"""What the desk has learnt."""

from typing import Literal

from web.api.schemas.shown import Shown
from web.api.schemas.shown.planning import State


class Figures(Shown):
    """Of the newest tickets, which were held out. kinds: how many labels were learnt.

    right: of all of them, were it to decide where rules are silent; rules_right: by rules alone. threshold: how sure
    it must be, null where it never is sure enough.
    """

    tickets: int
    kinds: int
    rules_right: int
    right: int
    decided: int
    decided_right: int
    gained: int
    lost: int
    threshold: float | None
    is_better: bool


class AspectView(Shown):
    """One aspect of tickets. acts: switched on and better than without."""

    aspect: Literal["type", "priority", "skill"]
    is_on: bool
    acts: bool
    figures: Figures | None


class Run(Shown):
    """The newest time of learning. error: "too_few" or "failed"."""

    status: State
    progress: int
    error: str | None
    created_at: str | None


class LearningView(Shown):
    """What was learnt last. solved: tickets to learn from, counted up to what is needed."""

    version: int | None
    made_at: str | None
    examples: int
    corrected: int
    aspects: list[AspectView]
    newest: Run | None
    solved: int
    needed: int
