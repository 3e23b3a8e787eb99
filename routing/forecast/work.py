"""What a ticket costs, by the desk's own past: how much work it holds and in how many turns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from routing.replay.handling import Round, efforts, rounds
from routing.replay.past_day import PLAYED_AS
from routing.replay.shapes import History
from routing.replay.stays import stays
from routing.simulate.world import CHANNELS

LEAST_ANSWERS: Final = 30  # below that the usual efforts of a channel are taken


@dataclass(frozen=True, slots=True)
class Work:
    """Of one channel: seconds for one answer, answers for one ticket, seconds within which the first one is promised."""

    turn_s: float
    turns: float
    target_s: float
    is_live: bool
    answers: int
    is_measured: bool

    @property
    def ticket_s(self) -> float:
        """The seconds of work a ticket holds."""
        return self.turn_s * self.turns

    def as_json(self) -> dict[str, Any]:  # JSON
        """Return it for a page."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


def measure(history: History) -> dict[str, Work]:
    """Measure each channel in the past; where hardly anything was answered, take what is usual."""
    all_rounds = rounds(history, efforts(history, stays(history)))
    theirs: dict[str, list[Sequence[Round]]] = defaultdict(list)
    targets: dict[str, list[float]] = defaultdict(list)
    for past in history.tickets:
        found = all_rounds.get(past.id)
        if found:
            theirs[past.channel].append(found)
        if found and past.due_at is not None:
            targets[past.channel].append(past.due_at - found[0].asked_at)
    return {channel: _work(channel, theirs[channel], targets[channel]) for channel in PLAYED_AS}


def _work(channel: str, tickets: Sequence[Sequence[Round]], targets: Sequence[float]) -> Work:
    usual = CHANNELS[PLAYED_AS[channel]]
    spent = [one.effort_s for theirs in tickets for one in theirs if one.effort_s is not None]
    answered = [theirs for theirs in tickets if any(one.effort_s is not None for one in theirs)]
    is_measured = len(spent) >= LEAST_ANSWERS
    return Work(
        turn_s=sum(spent) / len(spent) if is_measured else usual.effort_s,
        turns=len(spent) / len(answered) if is_measured else usual.turns,
        target_s=sorted(targets)[len(targets) // 4] if len(targets) >= LEAST_ANSWERS else usual.target_s(3),
        is_live=usual.live,
        answers=len(spent),
        is_measured=is_measured,
    )
