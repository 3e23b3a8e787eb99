"""Bringing a console that was away up to the present, by the same rules as everything else."""

import asyncio
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


class CatchUp:
    """Tells consoles what they missed, a few at a time, and lets them into the hub when they are level with it."""

    def __init__(self, hub: Hub, feed: Feed, reader: Reader) -> None:
        self._feed = feed
        self._hub = hub
        self._reader = reader
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def join(self, socket: AgentSocket, position: int | None) -> bool:
        """Welcome a console that has seen everything up to `position`; return whether the workspace changed since."""
        now = self._feed.position
        if position == now:
            self._enter(socket, position=now, resumed=True)
            return False
        if position is None or not await self._reader.reading(lambda session: _can_resume(session, position, now)):
            self._enter(socket, position=self._feed.position, resumed=False)
            return False
        async with self._turns:
            return await self._replay(socket, position)

    def _enter(self, socket: AgentSocket, *, position: int, resumed: bool) -> None:
        socket.send(welcome(socket, position=position, resumed=resumed))
        self._hub.add(socket)

    async def _replay(self, socket: AgentSocket, position: int) -> bool:
        socket.send(welcome(socket, position=position, resumed=True))
        has_workspace = False
        # No await between finding out that it is level and adding it: nothing can come in between.
        while position < self._feed.position:
            news = await self._missed(socket, position)
            if news is None:
                break
            if news.moved_rights:
                self._enter(socket, position=self._feed.position, resumed=False)
                return True
            position, has_workspace = news.position, has_workspace or news.has_workspace
            self._hub.push_to(socket, news)
            await socket.wire.drained()
        self._hub.add(socket)
        return has_workspace

    async def _missed(self, socket: AgentSocket, position: int) -> DeskNews | None:
        connected, level = _connected(socket), self._feed.position

        def read(session: Session) -> DeskNews | None:
            events = events_after(session, position, limit=CHUNK)
            missed = [event for event in events if event.position is not None and event.position <= level]
            return read_news(session, missed, connected) if missed else None

        return await self._reader.reading(read)


def _can_resume(session: Session, position: int, now: int) -> bool:
    return position <= now and can_resume(session, position, limit=MAX_EVENTS)


def _connected(socket: AgentSocket) -> Connected:
    screen = socket.screen
    watched = Watched({screen.ticket_id} if screen else (), {screen.customer_id} if screen else ())
    return Connected(watched, session_ids=(), agent_ids={socket.agent_id})
