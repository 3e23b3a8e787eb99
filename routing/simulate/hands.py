"""One agent's pair of hands: live turns first, first ready first served; e-mail in between, in order."""

from collections import deque
from dataclasses import dataclass, field

from routing.simulate.world import SWITCHING_S


@dataclass(slots=True)
class Turn:
    """One stretch of an agent's work on one ticket."""

    ticket_id: int
    live: bool
    effort_s: float
    interrupted: bool = False


@dataclass(slots=True)
class Hands:
    """What one agent does now and next. Every change of `doing` raises `stamp`, which voids older alarms."""

    live: deque[Turn] = field(default_factory=deque)
    email: deque[Turn] = field(default_factory=deque)
    doing: Turn | None = None
    started_at: float = 0.0
    busy_s: float = 0.0
    stamp: int = 0

    @property
    def are_idle(self) -> bool:
        return self.doing is None

    def add(self, now: float, turn: Turn) -> None:
        """Queue a turn; a live one interrupts an e-mail."""
        (self.live if turn.live else self.email).append(turn)
        if self.doing is not None and turn.live and not self.doing.live:
            self._put_down(now)

    def pick_up(self, now: float) -> float | None:
        """Start the next turn when the hands are free; return when it will be done."""
        if self.doing is not None:
            return None
        waiting = self.live or self.email
        if not waiting:
            return None
        turn = waiting.popleft()
        if turn.interrupted:
            turn.effort_s += SWITCHING_S
        self.doing, self.started_at = turn, now
        self.stamp += 1
        return now + turn.effort_s

    def finish(self, now: float) -> Turn:
        """Take the turn that is done out of the hands."""
        turn = self.doing
        if turn is None:
            raise RuntimeError("nothing is in these hands")
        self._stop(now)
        return turn

    def drop(self, now: float, ticket_id: int) -> None:
        """Forget all work on one ticket."""
        if self.doing is not None and self.doing.ticket_id == ticket_id:
            self._stop(now)
        self.live = deque(turn for turn in self.live if turn.ticket_id != ticket_id)
        self.email = deque(turn for turn in self.email if turn.ticket_id != ticket_id)

    def pause(self, now: float) -> None:
        """Lay down what is in the hands, to go on with it later."""
        if self.doing is not None:
            self._put_down(now)

    def _put_down(self, now: float) -> None:
        turn = self.doing
        if turn is None:
            return
        turn.effort_s -= now - self.started_at
        turn.interrupted = True
        self._stop(now)
        (self.live if turn.live else self.email).appendleft(turn)

    def _stop(self, now: float) -> None:
        self.busy_s += now - self.started_at
        self.doing = None
        self.stamp += 1
