"""The consoles connected to this process, by what they watch, and who of them hears what."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from web import manifest
from web.live.desk import Connected, DeskNews
from web.live.news import SOUNDS, TicketNews, Watched, encoded
from web.live.rights import Rights
from web.live.socket import AgentSocket, Screen

HOLD_S: Final = 0.1
CROWD: Final = 8  # tickets in one batch: as many rows go to a console in one write
KNOWN_VERSIONS: Final = 20_000
V = TypeVar("V")
_nobody: Final[frozenset[AgentSocket]] = frozenset()


class Hub:
    """All consoles of this process. Everything here happens in the event loop and never waits.

    ended: called for a socket whose session is over; lost_sight: for one that may no longer see what is on its screen.
    """

    def __init__(self, *, ended: Callable[[AgentSocket], None], lost_sight: Callable[[AgentSocket], None]) -> None:
        self.sockets: set[AgentSocket] = set()
        self.joining: set[AgentSocket] = set()
        self._by_ticket: dict[int, set[AgentSocket]] = {}
        self._by_customer: dict[int, set[AgentSocket]] = {}
        self._versions: OrderedDict[int, int] = OrderedDict()
        self._sent_at: OrderedDict[int, float] = OrderedDict()
        self._holding: set[AgentSocket] = set()
        self._ended = ended
        self._lost_sight = lost_sight

    def expect(self, socket: AgentSocket) -> None:
        """Keep the rights of a console that is about to join up to date; it hears nothing yet."""
        self.joining.add(socket)

    def add(self, socket: AgentSocket) -> None:
        """Let a console hear news from now on, unless it has been forgotten meanwhile."""
        if socket in self.joining:
            self.joining.discard(socket)
            self.sockets.add(socket)

    def remove(self, socket: AgentSocket) -> None:
        """Forget a console."""
        self.joining.discard(socket)
        self.sockets.discard(socket)
        self._holding.discard(socket)
        self.show(socket, None)

    def show(self, socket: AgentSocket, screen: Screen | None) -> None:
        """Have a console hear everything of one ticket and the messages of its customer, and of no other."""
        before, socket.screen = socket.screen, screen
        if before is not None:
            _leave(self._by_ticket, before.ticket_id, socket)
            _leave(self._by_customer, before.customer_id, socket)
        if screen is not None:
            self._by_ticket.setdefault(screen.ticket_id, set()).add(socket)
            self._by_customer.setdefault(screen.customer_id, set()).add(socket)

    def watchers(self, ticket_id: int) -> Iterable[AgentSocket]:
        """Return the consoles that show a ticket."""
        return self._by_ticket.get(ticket_id, _nobody)

    def connected(self) -> Connected:
        """Return who is here and what they show, for a thread to read."""
        return Connected(
            watched=Watched(frozenset(self._by_ticket), frozenset(self._by_customer)),
            session_ids=frozenset(socket.session_id for socket in self.sockets | self.joining),
            agent_ids=frozenset(socket.agent_id for socket in self.sockets | self.joining),
        )

    def lacks(self, news: DeskNews) -> bool:
        """Say whether somebody began to show a ticket of this batch while it was being read."""
        tickets = self._by_ticket.keys() - news.watched.tickets
        customers = self._by_customer.keys() - news.watched.customers
        return any(one.ticket_id in tickets or one.customer_id in customers for one in news.tickets)

    def apply_rights(self, rights: Rights) -> set[AgentSocket]:
        """End sockets without a right to be here and return those whose agent may see other tickets than before."""
        moved = set()
        for socket in [socket for socket in self.sockets | self.joining if socket.session_id in rights.asked]:
            actor = rights.actors.get(socket.agent_id)
            if actor is None or socket.session_id not in rights.alive:
                self._ended(socket)
            elif actor != socket.actor:
                # What is lent for reading shows in no list: who had it open loses sight of it by its own event.
                if replace(actor, lent_ids=socket.actor.lent_ids) != socket.actor:
                    moved.add(socket)
                socket.actor = actor
        return moved

    def start_anew(self, moved: Iterable[AgentSocket], *, position: int) -> None:
        """Have consoles ask for everything anew: what they may see is not what they saw."""
        for socket in self.sockets.intersection(moved):
            socket.send(welcome(socket, position=position, resumed=False))

    def push(self, news: DeskNews) -> None:
        """Tell every console what it may know of a batch of events."""
        moved = self.apply_rights(news.rights) if news.rights is not None else set()
        now = asyncio.get_running_loop().time()
        is_crowd = len(news.tickets) > CROWD
        for one in news.in_order():
            if isinstance(one, TicketNews):
                self._push_ticket(one, now, is_crowd=is_crowd)
            else:
                for socket in [socket for socket in self.sockets if socket.agent_id == one.agent_id]:
                    socket.send(one.frame)
        if is_crowd:
            self._flush()
        if news.presence is not None:
            for socket in list(self.sockets):
                socket.send(news.presence)
        self.start_anew(self.sockets if news.moved_rows else moved, position=news.position)

    def push_to(self, socket: AgentSocket, news: DeskNews) -> None:
        """Tell one console that catches up what it missed, by the same rules."""
        for one in news.in_order():
            if not isinstance(one, TicketNews):
                socket.send(one.frame)
            elif not socket.may_see(one):
                self._tell_reader(socket, one)
            elif (frame := _detailed(socket, one)) is not None:
                socket.send(frame)
            elif one.row_kind:
                socket.hold(one)
        socket.flush()
        if news.presence is not None:
            socket.send(news.presence)

    def _push_ticket(self, news: TicketNews, now: float, *, is_crowd: bool) -> None:
        # The row of an earlier event may have been this new already; what may sound is told all the same.
        is_new = self._versions.get(news.ticket_id) != news.version or news.row_kind in SOUNDS
        is_new = is_new and bool(news.row_kind)
        if is_new:
            _remember(self._versions, news.ticket_id, news.version)
        is_hot = now - self._sent_at.get(news.ticket_id, -HOLD_S) < HOLD_S
        if is_new and not is_hot:
            _remember(self._sent_at, news.ticket_id, now)
        for socket in list(self.sockets):
            if not socket.may_see(news):
                self._tell_reader(socket, news)
                continue
            frame = _detailed(socket, news)
            if frame is not None:
                socket.send(frame)
            elif is_new and (is_hot or is_crowd):
                self._hold(socket, news)
            elif is_new:
                socket.send(news.row_frame())

    def _tell_reader(self, socket: AgentSocket, news: TicketNews) -> None:
        """Tell somebody who does not work with a ticket, but may have it on their screen."""
        if not socket.may_read(news):
            self._take_away(socket, news)
        elif (frame := _detailed(socket, news)) is not None:
            socket.send(frame)

    def _take_away(self, socket: AgentSocket, news: TicketNews) -> None:
        socket.drop(news.ticket_id)
        if socket.screen is not None and socket.screen.ticket_id == news.ticket_id:
            self._lost_sight(socket)
        if socket.saw(news.left):
            socket.send(news.gone_frame())

    def _hold(self, socket: AgentSocket, news: TicketNews) -> None:
        if not self._holding:
            asyncio.get_running_loop().call_later(HOLD_S, self._flush)
        self._holding.add(socket)
        socket.hold(news)

    def _flush(self) -> None:
        holding, self._holding = self._holding, set()
        for socket in holding:
            socket.flush()


def welcome(socket: AgentSocket, *, position: int, resumed: bool) -> bytes:
    """Return the frame that says where a console stands; not resumed means that it must ask for everything anew.

    build: what the desk would give a tab that opens now, so that an older one knows.
    """
    standing = {"position": position, "resumed": resumed, "agent_id": socket.agent_id}
    return encoded({"t": "welcome", "build": manifest.build(), **standing})


def _detailed(socket: AgentSocket, news: TicketNews) -> bytes | None:
    screen = socket.screen
    if screen is None:
        return None
    if screen.ticket_id == news.ticket_id:
        holders = screen.holders if news.holders is None else news.holders
        socket.screen = replace(screen, team_id=news.team_id, assignee_id=news.assignee_id, holders=holders)
        return news.ticket_frame
    return news.history_frame if screen.customer_id == news.customer_id else None


def _leave(index: dict[int, set[AgentSocket]], key: int, socket: AgentSocket) -> None:
    index[key].discard(socket)
    if not index[key]:
        del index[key]


def _remember(known: OrderedDict[int, V], key: int, value: V) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > KNOWN_VERSIONS:
        known.popitem(last=False)
