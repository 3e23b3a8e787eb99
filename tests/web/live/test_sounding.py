"""A console that only has the list hears what may sound, also when an earlier event brought the row as it is."""

import asyncio

from helpdesk.models import Role
from helpdesk.permissions import Actor, ActorKind
from tests.web.live.test_crowd import Line, created
from web.live.desk import DeskNews
from web.live.hub import HOLD_S, Hub
from web.live.news import TicketNews, Watched
from web.live.socket import AgentSocket


def of(kind: str, position: int) -> TicketNews:
    """News of ticket 1 in a batch of its own, with the row as the customer's message has left it."""
    news = created(1)
    news.position, news.kind, news.row_kind = position, kind, kind
    return news


def told(kinds: list[str]) -> str:
    """Return what an agent is told of these events, numbered one after another once all had happened."""
    line = Line()

    async def push() -> None:
        hub = Hub(ended=lambda _: None, lost_sight=lambda _: None)
        socket = AgentSocket(line, session_id=1, actor=Actor(ActorKind.AGENT, agent_id=1, role=Role.ADMIN))
        hub.expect(socket)
        hub.add(socket)
        for position, kind in enumerate(kinds, 1):
            hub.push(DeskNews(position, (), Watched((), ()), tickets=[of(kind, position)]))
        await asyncio.sleep(2 * HOLD_S)

    asyncio.run(push())
    return b"".join(line.writes).decode("latin-1")


def test_a_message_is_heard_after_an_event_whose_row_had_it_already() -> None:
    assert '"kind":"message.received"' in told(["message.sent", "message.received"])


def test_an_assignment_is_heard_after_an_event_whose_row_had_it_already() -> None:
    assert '"kind":"ticket.assigned"' in told(["message.received", "ticket.assigned", "ticket.tagged"])


def test_what_makes_no_sound_is_not_told_twice() -> None:
    assert told(["message.sent", "ticket.tagged"]).count('"kind"') == 1
