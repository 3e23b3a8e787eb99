"""One agent's open console: what it shows, what it may see, what is held back for it."""

from dataclasses import dataclass

from helpdesk.models import OthersTickets
from helpdesk.permissions import Actor, may_see
from helpdesk.queries.rows import Json
from web.live.news import Holders, Left, TicketNews, sound_among
from web.live.wire import Wire


@dataclass(frozen=True, slots=True)
class Screen:
    """The ticket a console shows, and what decides who may see it; holders: of all its customer's tickets."""

    ticket_id: int
    customer_id: int
    team_id: int | None
    assignee_id: int | None
    holders: Holders = frozenset()


class AgentSocket:
    """A connected console.

    Updates of a ticket that just changed are held back a moment; anything sent at once takes them along first, so that
    whoever has seen a position has seen all before it.
    """

    __slots__ = ("_held", "actor", "agent_id", "counts", "screen", "session_id", "wire")

    def __init__(self, wire: Wire, *, session_id: int, actor: Actor) -> None:
        assert actor.agent_id is not None
        self.wire = wire
        self.session_id = session_id
        self.agent_id = actor.agent_id
        self.actor = actor
        self.screen: Screen | None = None
        self.counts: Json | None = None
        self._held: dict[int, tuple[TicketNews, str]] = {}

    def may_see(self, one: "TicketNews | Screen") -> bool:
        """Say whether this agent works with a ticket as it is now."""
        return may_see(self.actor, team_id=one.team_id, assignee_id=one.assignee_id)

    def may_read(self, one: "TicketNews | Screen") -> bool:
        """Say of what may be on this screen what `visible_to` says in SQL."""
        if self.may_see(one) or one.ticket_id in self.actor.lent_ids:
            return True
        if self.actor.others is not OthersTickets.READABLE or self.screen is None:
            return False
        if self.screen.customer_id != one.customer_id:
            return False
        holders = self.screen.holders if one.holders is None else one.holders
        return any(may_see(self.actor, team_id=team_id, assignee_id=agent_id) for team_id, agent_id in holders)

    def shows(self, ticket_id: int) -> bool:
        """Say whether a ticket is on this screen and may be."""
        return self.screen is not None and self.screen.ticket_id == ticket_id and self.may_read(self.screen)

    def may_type(self, ticket_id: int) -> bool:
        """Say whether this agent may write in the ticket on this screen."""
        return self.screen is not None and self.screen.ticket_id == ticket_id and self.may_see(self.screen)

    def saw(self, left: Left) -> bool:
        """Say whether this agent may have seen the ticket before it moved."""
        if left.has_team and may_see(self.actor, team_id=left.team_id, assignee_id=None):
            return True
        return left.agent_id is not None and left.agent_id == self.agent_id

    def send(self, frame: bytes) -> None:
        """Send a frame, after what was held back."""
        self.flush()
        self.wire.write(frame)

    def hold(self, news: TicketNews) -> None:
        """Keep a ticket's newest row back; what may sound of what happened meanwhile is not forgotten."""
        _, kind = self._held.pop(news.ticket_id, (None, ""))
        self._held[news.ticket_id] = (news, sound_among((kind, news.row_kind)))

    def drop(self, ticket_id: int) -> None:
        """Forget what was held back of a ticket that may no longer be seen."""
        self._held.pop(ticket_id, None)

    def flush(self) -> None:
        """Send what was held back, in order of position."""
        if not self._held:
            return
        held, self._held = self._held, {}
        self.wire.write(b"".join([news.row_frame(kind) for news, kind in held.values()]))
