"""The feed itself: one bad event stops nobody, and who asks late misses nothing."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import Event
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from tests.stories import visitor_writes
from web.live.feed import Feed

Open = Callable[..., Browser]


def test_an_event_nobody_can_read_is_left_out_and_the_rest_goes_on(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with open_console(browser("anna")) as console:
        with db.transaction() as session:
            session.add(Event(kind="ticket.team_changed", ticket_id=ticket_id, data={}, created_at=clock.now()))
        visitor_writes(desk, "After the bad one")

        after = console.next(
            "event", where=lambda frame: frame["ticket"]["preview"] == "After the bad one", within_s=30
        )

    assert after["kind"] == "message.received"


class Latecomer:
    """A listener for whom somebody begins to watch while the events are being read."""

    def __init__(self) -> None:
        self.told: list[tuple[list[str], str]] = []
        self._asks = "late"

    def wanted(self) -> str:
        return "early"

    def read(self, session: Session, events: Sequence[Event], wanted: Any) -> tuple[list[str], str]:
        return [event.kind for event in events], wanted

    def lacks(self, news: Any) -> str | None:
        return None if news[1] == self._asks else self._asks

    def complete(self, session: Session, news: Any, wanted: Any) -> tuple[list[str], str]:
        return news[0], wanted

    def push(self, news: Any) -> None:
        self.told.append(news)


def test_what_somebody_asks_for_meanwhile_is_read_before_anybody_is_told(desk: Desk) -> None:
    listener = Latecomer()

    async def follow() -> None:
        feed = Feed()
        feed.add(listener)
        await feed.start()
        with db.transaction() as session:
            session.add(Event(kind="presence.changed", position=1, created_at=clock.now()))
        feed.wake(1)
        deadline = time.monotonic() + 5
        while not listener.told and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        await feed.stop()

    asyncio.run(follow())

    assert listener.told == [(["presence.changed"], "late")]
