"""The widgets connected to this process, and what they are told."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hmac import compare_digest
from typing import Final

import structlog
from sqlalchemy.orm import Session

from helpdesk.crash import crash_point
from helpdesk.errors import TooMany
from helpdesk.models import Event
from web.chat import limits
from web.chat.desk import Key, Keys, newer
from web.chat.news import ASKS, Stranger, VisitorNews, Wanted, read_news
from web.chat.socket import VisitorSocket
from web.live.ear import Ephemeral
from web.live.exchange import Exchange
from web.live.reader import Reader

COME_BACK: Final = 1012
MAX_POLLS: Final = 10
MAX_ROUNDS: Final = 50

log = structlog.get_logger()


class Visitors:
    """All widgets of this process, by visitor; a listener of the feed."""

    def __init__(self, exchange: Exchange, reader: Reader) -> None:
        self.sockets: set[VisitorSocket] = set()
        self._by_key: dict[Key, set[VisitorSocket]] = {}
        self._polls: dict[Key, set[asyncio.Event]] = {}
        self._strangers: dict[Stranger, set[VisitorSocket]] = {}
        self._exchange = exchange
        self._reader = reader
        self._levelling: dict[VisitorSocket, asyncio.Task[None]] = {}
        self._open: Counter[str] = Counter()  # sockets by network
        exchange.on("agent_typing", self._show_agent_typing)

    @contextmanager
    def place_of(self, address: str) -> Iterator[None]:
        """Hold one of the places that an address has for open widgets; TooMany when they are taken."""
        network = limits.network_counted(address)
        if network is None:
            yield
            return
        if self._open[network] >= limits.MOST_OPEN_BY_ADDRESS:
            raise TooMany(retry_after_s=60)
        self._open[network] += 1
        try:
            yield
        finally:
            self._open[network] -= 1
            if not self._open[network]:
                del self._open[network]

    def add(self, socket: VisitorSocket) -> None:
        """Look after a widget from now on."""
        self.sockets.add(socket)

    def expect(self, socket: VisitorSocket, token_hash: str) -> None:
        """Look out for the first message under this token: another tab of the same browser may be about to send it."""
        self._strangers.setdefault((socket.channel_id, token_hash), set()).add(socket)

    def expect_no_more(self, socket: VisitorSocket) -> None:
        """Look out for it no longer."""
        stranger = (socket.channel_id, socket.token_hash or "")
        if stranger in self._strangers:
            _drop(self._strangers, stranger, socket)

    def adopt(self, socket: VisitorSocket, keys: Keys) -> None:
        """Let a widget hear what its visitor is told, now that the visitor is known."""
        self.expect_no_more(socket)
        socket.keys = keys
        for key in keys:
            self._by_key.setdefault(key, set()).add(socket)

    def rebind(self, socket: VisitorSocket) -> None:
        """Have other tabs of the same browser connect anew: who their visitor is has changed."""
        for other in [one for one in self.sockets if one is not socket]:
            is_same = other.channel_id == socket.channel_id and compare_digest(
                other.token_hash or "", socket.token_hash or ""
            )
            if is_same and other.keys:
                other.wire.end(COME_BACK, "try again")

    def remove(self, socket: VisitorSocket) -> None:
        """Forget a widget."""
        self.sockets.discard(socket)
        self.expect_no_more(socket)
        for key in socket.keys:
            if key in self._by_key:
                _drop(self._by_key, key, socket)

    @contextmanager
    def bell(self, keys: Keys) -> Iterator[asyncio.Event]:
        """Ring when there may be something new for a visitor; for those without a socket. Hang it up before looking."""
        if any(len(self._polls.get(key, ())) >= MAX_POLLS for key in keys):
            raise TooMany(retry_after_s=5)
        bell = asyncio.Event()
        for key in keys:
            self._polls.setdefault(key, set()).add(bell)
        try:
            yield bell
        finally:
            for key in keys:
                _drop(self._polls, key, bell)

    def types(self, socket: VisitorSocket, *, on: bool, ticket: int | None = None) -> None:
        """Tell the agents who watch that a visitor writes or stopped."""
        ticket_id = socket.tickets.get(ticket) if ticket else socket.current_ticket()
        if ticket_id is not None:
            self._exchange.tell("customer_typing", {"ticket": ticket_id, "on": on})

    async def level(self, socket: VisitorSocket) -> None:
        """Tell a widget everything it has not been told, however it came to miss it."""
        assert socket.keys
        for _ in range(MAX_ROUNDS):
            socket.is_behind = False
            threads, facts = await self._reader.run(partial(newer, socket.keys, dict(socket.cursors)))
            socket.know(threads)
            if not socket.offer(facts) and not socket.is_behind:
                return
        socket.wire.end(COME_BACK, "try again")

    def wanted(self) -> Wanted | None:
        """Return which visitors are here and what they know, None when nobody is.

        Asked for by those whom news concerns only: most of the time that is one of thousands.
        """
        if not self._by_key and not self._polls and not self._strangers:
            return None
        return self._known_to

    def _known_to(self, key: Key) -> Mapping[int, int] | None:
        # In a thread of the feed's, while sockets come and go: a copy is made in one step, a set that is walked is not.
        sockets = tuple(self._by_key.get(key, ()))
        if not sockets:
            return ASKS if key in self._polls else None
        least: dict[int, int] = {}
        for socket in sockets:
            for number, seq in socket.cursors.copy().items():
                least[number] = min(seq, least.get(number, seq))
        return least

    def read(self, session: Session, events: Sequence[Event], wanted: Wanted) -> VisitorNews:
        """Read what events mean to the visitors who are here."""
        return read_news(session, events, wanted)

    def lacks(self, news: VisitorNews) -> None:
        """Miss nothing: who connects meanwhile reads for himself."""

    def complete(self, session: Session, news: VisitorNews, wanted: object) -> VisitorNews:
        """Never needed."""
        return news

    def push(self, news: VisitorNews) -> None:
        """Tell the visitors."""
        crash_point("chat.before_push")
        for stranger, keys in news.newcomers.items():
            for socket in list(self._strangers.get(stranger, ())):
                self.adopt(socket, keys)
                socket.is_behind = True
                if socket.is_greeted:
                    self._level_later(socket)
        for key, threads in news.threads.items():
            for socket in list(self._by_key.get(key, ())):
                socket.know(threads)
                socket.offer(news.facts.get(key, ()))
                socket.is_behind = socket.is_behind or news.is_cut
                if socket.is_behind and socket.is_greeted:
                    self._level_later(socket)
            for bell in self._polls.get(key, ()):
                bell.set()
        for key, number, seq in news.seen:
            for socket in self._by_key.get(key, ()):
                socket.say({"t": "seen", "ticket": number, "seq": seq})

    def _level_later(self, socket: VisitorSocket) -> None:
        # One at a time is enough: whatever comes meanwhile marks the socket as behind, and it goes round again.
        if socket not in self._levelling:
            task = self._levelling[socket] = asyncio.create_task(self._level_or_end(socket))
            task.add_done_callback(lambda _: self._levelling.pop(socket))

    async def _level_or_end(self, socket: VisitorSocket) -> None:
        try:
            await self.level(socket)
        except Exception as error:
            log.error("a visitor could not be told, their widget will ask again", exc_info=error)
            socket.wire.end(COME_BACK, "try again")

    def _show_agent_typing(self, word: Ephemeral) -> None:
        for sockets in self._by_key.values():
            for socket in sockets:
                for number, ticket_id in socket.tickets.items():
                    if ticket_id == word["ticket"]:
                        said = {"t": "typing", "on": bool(word["on"]), "agent": str(word["name"]), "ticket": number}
                        socket.say(said)


def _drop(index: dict[Key, set[VisitorSocket]] | dict[Key, set[asyncio.Event]], key: Key, one: object) -> None:
    members: set[object] = index[key]  # type: ignore[assignment]  # the same for all kinds of members
    members.discard(one)
    if not members:
        del index[key]
