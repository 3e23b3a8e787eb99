"""The feed: one task per process that reads new events and has those told who are connected."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Final, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from helpdesk.models import Event
from helpdesk.outbox import last_position
from helpdesk.queries.since import events_after
from web.live.pace import Pace
from web.live.reader import Reader

BATCH: Final = 200
LOOK_EVERY_S: Final = 1.0
LONGEST_PAUSE_S: Final = 5.0
BUSY_PER_S: Final = 80.0  # events; fewer are told at once
APART_S: Final = 0.05

log = structlog.get_logger()


class Listener(Protocol):
    """Somebody who tells others of events; only a listener itself understands what it reads, hence Any.

    What `read` returns in the thread is what `push` gets in the loop.
    """

    def wanted(self) -> object | None:
        """Return what the connected ones show, None when nobody is connected; in the loop."""

    def read(self, session: Session, events: Sequence[Event], wanted: Any) -> Any:
        """Read what the events mean to them; in a thread, with everything as of one moment."""

    def lacks(self, news: Any) -> object | None:
        """Return what has been asked for since `wanted` and is missing in the news; in the loop."""

    def complete(self, session: Session, news: Any, wanted: Any) -> Any:
        """Read what was missing; in a thread."""

    def push(self, news: Any) -> None:
        """Tell them; in the loop, without waiting."""


class Feed:
    """Follows the events of the desk from where it was when this process started."""

    def __init__(self) -> None:
        self.position = 0
        self.failures = 0
        self._listeners: list[Listener] = []
        self._limit = BATCH
        self._singles = 0
        self._wake = asyncio.Event()
        self._pace = Pace(busy=BUSY_PER_S, apart_s=APART_S)
        self._reader = Reader("feed", threads=1)
        self._task: asyncio.Task[None] | None = None

    def add(self, listener: Listener) -> None:
        """Have a listener told from the next event on."""
        self._listeners.append(listener)

    async def start(self) -> None:
        """Begin with what happens from now on."""
        self.position = await self._reader.reading(last_position)
        self._task = asyncio.create_task(self._run(), name="feed")

    async def stop(self) -> None:
        """End; nothing is told any more."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._reader.close()

    def wake(self, position: int) -> None:
        """Look at once: there are events up to `position`."""
        if position > self.position:
            self._wake.set()

    async def reach(self, position: int, *, within_s: float) -> bool:
        """Wait until everything up to `position` has been told; what a browser has read may be ahead of us."""
        self.wake(position)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s
        while self.position < position and loop.time() < deadline:
            await asyncio.sleep(0.01)
        return self.position >= position

    async def _run(self) -> None:
        pause_s = 0.1
        while True:
            try:
                is_more = await self._turn()
                pause_s = 0.1
            except Exception as error:
                self.failures += 1
                log.error("live feed failed, going on", failures=self.failures, in_s=pause_s, exc_info=error)
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
                if not isinstance(error, SQLAlchemyError):
                    await self._set_aside()
                continue
            if not is_more:
                await self._wait()

    async def _set_aside(self) -> None:
        """Find the one event nobody can read, and leave it out."""
        if self._limit > 1:
            self._limit, self._singles = 1, BATCH
            return
        after = self.position
        with contextlib.suppress(SQLAlchemyError):
            (bad,) = await self._reader.reading(lambda session: events_after(session, after, limit=1))
            log.error("event left out", position=bad.position, kind=bad.kind)
            self.position = bad.position or after

    async def _wait(self) -> None:
        # Not wait_for: before Python 3.12 it swallows a cancellation that comes together with the wake-up.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._wake.wait()
        await asyncio.sleep(self._pace.wait_s(asyncio.get_running_loop().time()))
        self._wake.clear()

    async def _turn(self) -> bool:
        asked = [(listener, wanted) for listener in self._listeners if (wanted := listener.wanted()) is not None]
        after, limit = self.position, self._limit
        loop = asyncio.get_running_loop()
        self._pace.began(loop.time())
        events, news = await self._reader.reading(lambda session: _read(session, after, limit, asked))
        if not events:
            self._limit = BATCH
            return False
        self._pace.came(len(events), loop.time())
        pairs = [(listener, one) for (listener, _), one in zip(asked, news, strict=True)]
        pairs = [(listener, await self._completed(listener, one)) for listener, one in pairs]
        self.position = events[-1].position or self.position
        for listener, one in pairs:
            listener.push(one)
        self._singles -= limit == 1
        if self._singles <= 0:
            self._limit = BATCH
        return len(events) == limit

    async def _completed(self, listener: Listener, news: Any) -> Any:
        wanted = listener.lacks(news)
        if wanted is None:
            return news
        more = await self._reader.reading(lambda session: listener.complete(session, news, wanted))
        return await self._completed(listener, more)


def _read(
    session: Session, after: int, limit: int, asked: Sequence[tuple[Listener, object]]
) -> tuple[Sequence[Event], list[object]]:
    events = events_after(session, after, limit=limit)
    if not events:
        return events, []
    return events, [listener.read(session, events, wanted) for listener, wanted in asked]
