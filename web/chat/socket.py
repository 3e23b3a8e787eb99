"""One visitor's open chat: who it is, what it has been told."""

from collections.abc import Iterable
from typing import Any

from helpdesk.queries.rows import Json
from helpdesk.queries.visitor_news import ChatThread
from helpdesk.widget.signed import Person
from web.chat.desk import Keys
from web.live.news import encoded
from web.live.wire import Wire


class VisitorSocket:
    """A connected widget.

    keys: none until the visitor has written. cursors: per ticket number the seq up to which everything was told.
    """

    __slots__ = (
        "channel_id",
        "cursors",
        "device",
        "is_behind",
        "is_greeted",
        "keys",
        "locale",
        "page",
        "person",
        "tickets",
        "token_hash",
        "wire",
    )

    def __init__(self, wire: Wire, channel_id: int) -> None:
        self.wire = wire
        self.channel_id = channel_id
        self.token_hash: str | None = None
        self.locale = ""
        self.page: dict[str, str] = {}
        self.device: dict[str, str] = {}
        self.person: Person | None = None  # whom their site proved them to be
        self.keys: Keys = ()
        self.cursors: dict[int, int] = {}
        self.tickets: dict[int, int] = {}  # number -> ticket id
        self.is_greeted = False
        self.is_behind = False

    def know(self, threads: Iterable[ChatThread]) -> None:
        """Learn which tickets are this visitor's."""
        self.tickets.update({one.number: one.ticket_id for one in threads})

    def current_ticket(self) -> int | None:
        """Return the id of the newest ticket."""
        return self.tickets[max(self.tickets)] if self.tickets else None

    def say(self, frame: dict[str, Any]) -> None:
        """Send a frame, plain JSON."""
        self.wire.write(encoded(frame))

    def problem(self, code: str, detail: str) -> None:
        """Say what is wrong with a frame."""
        self.say({"t": "problem", "code": code, "detail": detail})

    def offer(self, facts: Iterable[Json]) -> int:
        """Send those facts that come next, in order and without a gap; return how many. A gap leaves us behind."""
        sent = 0
        for fact in facts:
            expected = self.cursors.get(fact["ticket"], 0) + 1
            if fact["seq"] > expected or not self.is_greeted:
                self.is_behind = True
            elif fact["seq"] == expected:
                self.cursors[fact["ticket"]] = fact["seq"]
                self.say({"t": "event", **fact})
                sent += 1
        return sent
