"""Many tickets in one batch of events: each console gets all their rows at once, in one write."""

import asyncio
import json
import re

import msgspec

from helpdesk.models import Role
from helpdesk.permissions import Actor, ActorKind
from web.live.desk import DeskNews
from web.live.hub import CROWD, Hub
from web.live.news import Left, TicketNews, Watched
from web.live.socket import AgentSocket


class Line:
    """A connection that keeps what is written to it."""

    paused_at: float | None = None
    heard_at = 0.0

    def __init__(self) -> None:
        self.writes: list[bytes] = []

    def write(self, frame: bytes) -> None:
        self.writes.append(frame)

    def end(self, code: int, reason: str = "") -> None:
        raise AssertionError(f"ended: {code} {reason}")

    async def drained(self) -> None:
        return


def created(ticket_id: int, *, team_id: int | None = None) -> TicketNews:
    row = msgspec.Raw(json.dumps({"id": ticket_id}).encode())
    return TicketNews(
        position=ticket_id,
        kind="ticket.created",
        ticket_id=ticket_id,
        customer_id=1,
        version=1,
        team_id=team_id,
        assignee_id=None,
        left=Left(),
        row=row,
        row_kind="ticket.created",
    )


def told(tickets: list[TicketNews]) -> list[bytes]:
    """Return what is written, by the time `push` returns, to an agent of team 7."""
    line = Line()

    async def push() -> None:
        hub = Hub(ended=lambda _: None, lost_sight=lambda _: None)
        actor = Actor(ActorKind.AGENT, agent_id=1, role=Role.AGENT, team_ids=frozenset({7}))
        socket = AgentSocket(line, session_id=1, actor=actor)
        hub.expect(socket)
        hub.add(socket)
        hub.push(DeskNews(len(tickets), (), Watched((), ()), tickets=tickets))

    asyncio.run(push())
    return list(line.writes)


def ids_in(writes: list[bytes]) -> list[int]:
    return [int(found) for found in re.findall(rb'"ticket":\{"id": (\d+)\}', b"".join(writes))]


def test_a_few_tickets_are_told_one_by_one() -> None:
    writes = told([created(id) for id in range(1, CROWD + 1)])

    assert (len(writes), ids_in(writes)) == (CROWD, list(range(1, CROWD + 1)))


def test_a_crowd_is_told_at_once_in_order_and_in_one_write() -> None:
    writes = told([created(id) for id in range(1, 51)])

    assert (len(writes), ids_in(writes)) == (1, list(range(1, 51)))


def test_of_a_crowd_everybody_hears_only_what_they_may_see() -> None:
    writes = told([created(id, team_id=7 if id % 2 else 8) for id in range(1, 21)])

    assert ids_in(writes) == list(range(1, 21, 2))
