"""The agents' side of the live sockets: everything a connected console can ask for and is told."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.crash import crash_point
from helpdesk.models import Event
from web.live.announcer import Announcer
from web.live.catchup import CatchUp
from web.live.counters import Counters
from web.live.desk import Connected, DeskNews, read_news, with_details
from web.live.ear import Ephemeral
from web.live.exchange import Exchange
from web.live.feed import Feed
from web.live.hub import Hub
from web.live.keeping import Keeping
from web.live.news import Watched, encoded
from web.live.reader import Reader
from web.live.rights import rights_now
from web.live.screens import news_just_now, open_screen
from web.live.socket import AgentSocket
from web.live.typing_abroad import TypingAbroad
from web.live.viewers import Viewers

SESSION_ENDED: Final = 4401


class Consoles:
    """All consoles of this process with what serves them; a listener of the feed."""

    def __init__(self, feed: Feed, exchange: Exchange, reader: Reader, folder: Path) -> None:
        self.hub = Hub(ended=self.end, lost_sight=self._close_screen)
        self.keeping = Keeping(self.hub, reader, folder)
        self.counters = Counters(self.hub, feed, reader)
        self.announcer = Announcer(self.hub, feed, reader)
        self.viewers = Viewers(
            exchange.process,
            publish=lambda word: exchange.tell("viewers", word),
            changed=self._show_viewers,
            clock=lambda: asyncio.get_running_loop().time(),
        )
        self._catch_up = CatchUp(self.hub, feed, reader)
        self._feed = feed
        self._exchange = exchange
        self._reader = reader
        self._abroad = TypingAbroad()
        exchange.on("viewers", self.viewers.hear)
        exchange.on("customer_typing", self._show_customer_typing)

    def close(self) -> None:
        """Pass no more signs of typing on."""
        self._abroad.close()

    async def join(self, socket: AgentSocket, position: int | None) -> bool:
        """Let a console in: what it missed first, then everything as it happens; False when it must ask anew."""
        self.hub.expect(socket)
        await self.check_rights()
        joined = await self._catch_up.join(socket, position)
        self.keeping.greet(socket)
        if joined.has_workspace:
            self.announcer.change()
        self.counters.change()
        return joined.resumed

    def leave(self, socket: AgentSocket) -> None:
        """Forget a console whose connection is over."""
        self._close_screen(socket)
        self.hub.remove(socket)

    def end(self, socket: AgentSocket) -> None:
        """Close a console whose session has ended."""
        socket.wire.end(SESSION_ENDED, "signed out")
        self.leave(socket)

    async def check_rights(self) -> None:
        """Read again what everybody connected may do; ends sockets whose session is over."""
        asked = self.hub.connected()
        if not asked.session_ids:
            return
        rights = await self._reader.reading(
            lambda session: rights_now(session, session_ids=asked.session_ids, agent_ids=asked.agent_ids)
        )
        self.hub.start_anew(self.hub.apply_rights(rights), position=self._feed.position)

    async def show(self, socket: AgentSocket, ticket_id: int | None) -> bool:
        """Let a console follow the ticket on its screen; False when it may not see that ticket."""
        screen = None
        if ticket_id is not None:
            actor = socket.actor
            screen = await self._reader.reading(lambda session: open_screen(session, actor, ticket_id))
        self._close_screen(socket)
        self.hub.show(socket, screen)
        if screen is None:
            return ticket_id is None
        self.viewers.came(screen.ticket_id, socket.agent_id)
        return True

    async def tell_just_now(self, socket: AgentSocket) -> None:
        """Tell a console what has just happened in the ticket it began to watch."""
        screen, upto = socket.screen, self._feed.position
        if screen is None:
            return
        news = await self._reader.reading(lambda session: news_just_now(session, screen, upto=upto))
        for one in news:
            frame = one.ticket_frame or one.history_frame
            if frame is not None and socket.may_read(one) and socket.screen == screen:
                socket.send(frame)

    def typing(self, socket: AgentSocket, ticket_id: int, *, mode: str, on: bool, name: str) -> None:
        """Tell the others, and the customer when it is a reply, that an agent writes or stopped."""
        self.viewers.writes(ticket_id, socket.agent_id, on=on)
        if mode == "reply":
            self._exchange.tell("agent_typing", {"ticket": ticket_id, "name": name, "on": on})
        if mode == "reply" and on:
            self._abroad.tell(ticket_id)

    def wanted(self) -> Connected | None:
        """Return who is connected, None when nobody is."""
        return self.hub.connected() if self.hub.sockets or self.hub.joining else None

    def read(self, session: Session, events: Sequence[Event], wanted: Connected) -> DeskNews:
        """Read what events mean to consoles."""
        return read_news(session, events, wanted)

    def lacks(self, news: DeskNews) -> Watched | None:
        """Return what is on the screens when it is more than was read."""
        return self.hub.connected().watched if self.hub.lacks(news) else None

    def complete(self, session: Session, news: DeskNews, wanted: Watched) -> DeskNews:
        """Read what those see who began to watch meanwhile."""
        return with_details(session, news, wanted)

    def push(self, news: DeskNews) -> None:
        """Tell the consoles."""
        crash_point("live.before_push")
        self.hub.push(news)
        if news.tickets or news.rights is not None or news.has_workspace or _follows(news):
            self.counters.change()
        if news.has_workspace:
            self.announcer.change()

    def _close_screen(self, socket: AgentSocket) -> None:
        if socket.screen is not None:
            ticket_id = socket.screen.ticket_id
            self.hub.show(socket, None)
            self.viewers.went(ticket_id, socket.agent_id)

    def _show_viewers(self, ticket_id: int) -> None:
        frame = encoded({"t": "viewers", "ticket": ticket_id, "viewers": self.viewers.of(ticket_id)})
        self._send_to_watchers(ticket_id, frame)

    def _show_customer_typing(self, word: Ephemeral) -> None:
        frame = encoded({"t": "customer_typing", "ticket": word["ticket"], "on": bool(word["on"])})
        self._send_to_watchers(word["ticket"], frame)

    def _send_to_watchers(self, ticket_id: int, frame: bytes) -> None:
        for socket in list(self.hub.watchers(ticket_id)):
            if socket in self.hub.sockets and socket.shows(ticket_id):
                socket.send(frame)


def _follows(news: DeskNews) -> bool:
    return any(event.kind == "follow.changed" for event in news.events)
