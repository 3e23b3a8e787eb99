"""The one door through which messages of visitors reach the desk: who comes while others are let in goes with the next."""

import asyncio
from collections import deque
from collections.abc import Sequence

from helpdesk import db
from helpdesk.queries.visitor_news import Told
from web.chat.intake import MAX_TOGETHER, Letter, Outcome, take_many
from web.live.pace import Pace
from web.live.reader import Reader

BUSY_PER_S = 35.0  # messages; fewer do not wait for company
APART_S = 0.06
LANES = 3  # where writers do not wait for each other, one slow lock must not hold up everybody

_Waiting = tuple[Letter, "asyncio.Future[Told]"]


class Door:
    """Takes messages in together. A message is taken at once and alone, until so many come that batches are kept apart."""

    def __init__(self) -> None:
        self._waiting: deque[_Waiting] = deque()
        self._lanes = 1 if db.current().is_sqlite else LANES
        self._reader = Reader("intake", threads=self._lanes)
        self._running: set[asyncio.Task[None]] = set()
        self._pace = Pace(busy=BUSY_PER_S, apart_s=APART_S)
        self._later: asyncio.TimerHandle | None = None

    async def take(self, letter: Letter) -> Told:
        """Return what its visitor is told of a message, once that is committed; Refused says why it was not taken."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[Told] = loop.create_future()
        self._waiting.append((letter, told))
        self._pace.came(1, loop.time())
        self._go_on()
        return await told

    def close(self) -> None:
        """Finish what has begun and begin nothing more."""
        self._reader.close()

    def _go_on(self) -> None:
        while self._waiting and self._later is None and len(self._running) < self._lanes:
            loop = asyncio.get_running_loop()
            wait_s = self._pace.wait_s(loop.time()) if len(self._waiting) < MAX_TOGETHER else 0.0
            if wait_s > 0:
                self._later = loop.call_later(wait_s, self._go_on_now)
                return
            self._pace.began(loop.time())
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_TOGETHER))]
            task = asyncio.create_task(self._run(batch))
            self._running.add(task)
            task.add_done_callback(self._done)

    def _go_on_now(self) -> None:
        self._later = None
        self._go_on()

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            self._go_on()

    async def _run(self, batch: Sequence[_Waiting]) -> None:
        letters = [letter for letter, _ in batch]
        try:
            outcomes: Sequence[Outcome] = await self._reader.run(lambda: take_many(letters))
        except Exception as error:
            outcomes = [error] * len(batch)
        for (_, told), outcome in zip(batch, outcomes, strict=True):
            if told.done():  # who asked has gone meanwhile; the message is stored all the same
                continue
            if isinstance(outcome, Exception):
                told.set_exception(outcome)
            else:
                told.set_result(outcome)
