"""Bringing a console that was away up to the present, by the same rules as everything else."""

import asyncio
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.queries.since import can_resume, events_after
from web.live.desk import Connected, DeskNews, read_news
from web.live.feed import Feed
from web.live.hub import Hub, welcome
from web.live.news import Watched
from web.live.reader import Reader
from web.live.socket import AgentSocket

MAX_EVENTS: Final = 2_000
CHUNK: Final = 100
AT_ONCE: Final = 4
REACH_WITHIN_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Joined:
    """How a console came in: with what it missed or to ask for everything; has_workspace: its frame is due."""

    resumed: bool
    has_workspace: bool = False


class CatchUp:
    """Tells consoles what they missed, a few at a time, and lets them into the hub when they are level with it."""

    def __init__(self, hub: Hub, feed: Feed, reader: Reader) -> None:
        self._feed = feed
        self._hub = hub
        self._reader = reader
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def join(self, socket: AgentSocket, position: int | None) -> Joined:
        """Welcome a console that has seen everything up to `position`."""
        if position == self._feed.position:
            return self._enter(socket, position=position, resumed=True)
        if position is None or not await self._can_resume(position):
            return self._enter(socket, position=self._feed.position, resumed=False)
        async with self._turns:
            return await self._replay(socket, position)

    async def _can_resume(self, position: int) -> bool:
        if not await self._reader.reading(lambda session: can_resume(session, position, limit=MAX_EVENTS)):
            return False
        return await self._feed.reach(position, within_s=REACH_WITHIN_S)

    def _enter(self, socket: AgentSocket, *, position: int, resumed: bool) -> Joined:
        socket.send(welcome(socket, position=position, resumed=resumed))
        self._hub.add(socket)
        return Joined(resumed)

    async def _replay(self, socket: AgentSocket, position: int) -> Joined:
        socket.send(welcome(socket, position=position, resumed=True))
        has_workspace = False
        # No await between finding out that it is level and adding it: nothing can come in between.
        while position < self._feed.position:
            news = await self._missed(socket, position)
            if news is None:
                break
            if news.moved_rights or news.moved_rows:
                return self._enter(socket, position=self._feed.position, resumed=False)
            position, has_workspace = news.position, has_workspace or news.has_workspace
            self._hub.push_to(socket, news)
            await socket.wire.drained()
        self._hub.add(socket)
        return Joined(True, has_workspace)

    async def _missed(self, socket: AgentSocket, position: int) -> DeskNews | None:
        connected, level = _connected(socket), self._feed.position

        def read(session: Session) -> DeskNews | None:
            events = events_after(session, position, limit=CHUNK)
            missed = [event for event in events if event.position is not None and event.position <= level]
            return read_news(session, missed, connected) if missed else None

        return await self._reader.reading(read)


def _connected(socket: AgentSocket) -> Connected:
    screen = socket.screen
    watched = Watched({screen.ticket_id} if screen else (), {screen.customer_id} if screen else ())
    return Connected(watched, session_ids=(), agent_ids={socket.agent_id})
