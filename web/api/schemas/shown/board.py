"""The live board as it is answered."""

from typing import Literal

from web.api.schemas.shown import Shown


class BoardFigures(Shown):
    """How many tickets are open, nobody's, wait for an answer, are due within 15 minutes, are late."""

    open: int
    unassigned: int
    waiting: int
    soon: int
    late: int
    oldest: str | None


class BoardGroup(BoardFigures):
    """The same of one team, channel or skill; null: of none."""

    id: int | None


class HeldTicket(Shown):
    """A ticket somebody holds, since when."""

    id: int
    number: int
    subject: str
    category: str
    waiting_since: str | None
    next_due_at: str | None
    since: str | None


class BoardAgent(Shown):
    """Somebody who works, with load against capacity; holds: how many tickets one may see; tickets: 8 to 25 of those."""

    agent_id: int
    status: Literal["available", "busy", "away", "offline"]
    reason: str | None
    online: bool
    since: str
    units: int
    capacity: int
    holds: int
    tickets: list[HeldTicket]


class QueuedTicket(Shown):
    """A ticket nobody has."""

    id: int
    number: int
    subject: str
    priority: Literal["urgent", "high", "normal", "low"]
    team_id: int | None
    channel_id: int
    waiting_since: str | None
    next_due_at: str | None


class BoardView(Shown):
    """The board as of `at`."""

    position: int
    at: str
    total: BoardFigures
    teams: list[BoardGroup]
    channels: list[BoardGroup]
    skills: list[BoardGroup]
    agents: list[BoardAgent]
    queue: list[QueuedTicket]
