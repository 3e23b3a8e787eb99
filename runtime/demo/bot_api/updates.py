"""The queue of one bot's updates, kept until they are confirmed or too old."""

import itertools
import random
import time
from dataclasses import dataclass
from typing import Any, Final

DAY_S: Final = 86_400.0
CALLBACK_LIFE_S: Final = 150.0
MAX_LIMIT: Final = 100
# What a bot gets that names no kinds: everything but these.
ONLY_WHEN_NAMED: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Json = dict[str, Any]


@dataclass(slots=True)
class Waiting:
    """One update; `lane` is the chat, since a webhook gets one at a time of each."""

    id: int
    kind: str
    body: Json
    lane: int
    dies_at: float

    def as_json(self) -> Json:
        """Return it as the bot gets it."""
        return {"update_id": self.id, self.kind: self.body}


class UpdateQueue:
    """Ids rise; an offset confirms what is below it at the call, not at the answer."""

    def __init__(self) -> None:
        self._ids = itertools.count(random.randrange(100_000_000, 900_000_000))
        self._waiting: list[Waiting] = []
        self._confirmed: list[Waiting] = []
        self.allowed: frozenset[str] | None = None
        self.repeats = 0  # so often the newest confirmed ones are handed out once more
        self.is_shuffled = False

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, body: Json, *, lane: int, age_s: float = 0.0) -> int | None:
        """Queue an update and return its id; None when the bot does not want this kind."""
        wanted = kind not in ONLY_WHEN_NAMED if self.allowed is None else kind in self.allowed
        if not wanted:
            return None
        life_s = CALLBACK_LIFE_S if kind == "callback_query" else DAY_S
        one = Waiting(next(self._ids), kind, body, lane, time.time() + life_s - age_s)
        self._waiting.append(one)
        return one.id

    def confirm(self, offset: int) -> None:
        """Drop what an offset confirms: all below it; a negative one all but the last so many."""
        self._expire()
        if offset > 0:
            self._confirmed = [*self._confirmed, *(one for one in self._waiting if one.id < offset)][-200:]
            self._waiting = [one for one in self._waiting if one.id >= offset]
        elif offset < 0:
            self._waiting = self._waiting[offset:]

    def drop(self, one: Waiting) -> None:
        """Forget one that a webhook took, or all waited too long for."""
        self._waiting = [other for other in self._waiting if other is not one]

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()

    def waiting(self) -> list[Waiting]:
        """Return all that was not confirmed, oldest first."""
        return list(self._waiting)

    def first(self, limit: int) -> list[Json]:
        """Return the oldest updates as JSON; with `repeats` or `is_shuffled` not as well behaved as it should be."""
        self._expire()
        found = self._waiting[:limit]
        if self.repeats > 0 and self._confirmed:
            self.repeats -= 1
            found = [*self._confirmed[-3:], *found][:limit]
        if self.is_shuffled:
            found = random.sample(found, len(found))
        return [one.as_json() for one in found]

    def heads(self) -> list[Waiting]:
        """Return the oldest update of each chat."""
        self._expire()
        lanes: dict[int, Waiting] = {}
        for one in self._waiting:
            lanes.setdefault(one.lane, one)
        return list(lanes.values())

    def _expire(self) -> None:
        now = time.time()
        if self._waiting and any(one.dies_at <= now for one in self._waiting[:200]):
            self._waiting = [one for one in self._waiting if one.dies_at > now]
