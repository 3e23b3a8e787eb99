"""What has to be looked at again and again while consoles are connected: the slow, the silent, rights, presence."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from helpdesk import db, presence
from web.live.console import Consoles
from web.live.reader import Reader
from web.live.wire import TOO_SLOW, Wire

PAUSED_FOR_S: Final = 15.0
SILENT_FOR_S: Final = 45.0
RIGHTS_EVERY_S: Final = 4.0
PRESENCE_EVERY_S: Final = 15.0
VIEWERS_EVERY_S: Final = 20.0
COUNTS_EVERY_S: Final = 30.0
KEEPING_EVERY_S: Final = 2.0
GOING_AWAY: Final = 1001

log = structlog.get_logger()


async def repeat(work: Callable[[], Awaitable[None]], *, every_s: float) -> None:
    """Do something for ever; what fails is logged and done again."""
    while True:
        await asyncio.sleep(every_s)
        try:
            await work()
        except Exception as error:
            log.error("upkeep of the live sockets failed, going on", work=work.__qualname__, exc_info=error)


def end_if_stuck(wire: Wire, now: float) -> None:
    """End a connection whose peer has stopped reading, or has not been heard of; `now` is the loop's time."""
    if wire.paused_at is not None and now - wire.paused_at > PAUSED_FOR_S:
        wire.end(TOO_SLOW, "too slow")
    elif now - wire.heard_at > SILENT_FOR_S:
        wire.end(GOING_AWAY, "silent")


class Upkeep:
    """The rounds of a janitor through the connected consoles."""

    def __init__(self, consoles: Consoles, reader: Reader) -> None:
        self._consoles = consoles
        self._reader = reader

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """Return the loops to run while the process serves."""
        consoles = self._consoles
        return [
            repeat(self._look, every_s=1.0),
            repeat(consoles.keeping.look, every_s=KEEPING_EVERY_S),
            repeat(consoles.check_rights, every_s=RIGHTS_EVERY_S),
            repeat(self._mark_seen, every_s=PRESENCE_EVERY_S),
            repeat(self._repeat_viewers, every_s=VIEWERS_EVERY_S),
            repeat(consoles.counters.turn, every_s=0.0),
            repeat(consoles.counters.turn_views, every_s=0.0),
            repeat(consoles.counters.tick, every_s=COUNTS_EVERY_S),
            repeat(consoles.announcer.turn, every_s=0.0),
        ]

    async def came(self, agent_id: int) -> None:
        """Write down at once that an agent is here."""
        await self._note(lambda session: presence.mark_seen(session, [agent_id]))

    async def touched(self, agent_id: int) -> None:
        """Write down that an agent works at their console."""
        await self._note(lambda session: presence.mark_active(session, agent_id))

    async def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        for socket in list(self._consoles.hub.sockets):
            end_if_stuck(socket.wire, now)
        self._consoles.viewers.tick()

    async def _mark_seen(self) -> None:
        here = self._consoles.hub.connected().agent_ids
        if here:
            await self._note(lambda session: presence.mark_seen(session, here))

    async def _note(self, work: Callable[[Session], None]) -> None:
        """Write, and go on without while the desk can only be read: a console must not lose its socket over it."""
        try:
            await self._reader.writing(work)
        except DBAPIError as error:
            if not db.takes_no_writes(error):
                raise

    async def _repeat_viewers(self) -> None:
        self._consoles.viewers.repeat()
