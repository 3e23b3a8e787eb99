"""What agents have in hand: units, who waits for them, how many of each team and kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from helpdesk.models import ROUTABLE, Assignment, ChannelKind, Ticket
from helpdesk.models.channels import Channel
from helpdesk.models.tickets import IS_ACTIVE
from helpdesk.queries.lists.orders import BY_LAST_MESSAGE
from helpdesk.team_routing import LIVE


@dataclass(frozen=True, slots=True)
class Load:
    """What an agent has in hand. of: how many by (team id, kind of channel)."""

    used_units: int = 0
    open_tickets: int = 0
    awaiting: int = 0
    unanswered_email: int = 0
    of: Mapping[tuple[int | None, ChannelKind], int] = field(default_factory=dict)

    def of_team(self, team_id: int | None) -> int:
        """Return how many tickets of a team, of any kind."""
        return sum(count for (owner, _), count in self.of.items() if owner == team_id)


NOTHING = Load()
_WAITS = Ticket.waiting_since.is_not(None)
_HELD = (
    select(
        Assignment.agent_id,
        Ticket.team_id,
        Channel.kind,
        func.sum(Assignment.units),
        func.count(),
        func.sum(case((and_(_WAITS, Channel.kind.in_(LIVE)), 1), else_=0)),
        func.sum(case((and_(_WAITS, Channel.kind == ChannelKind.EMAIL), 1), else_=0)),
    )
    .join(Ticket, Ticket.id == Assignment.ticket_id)
    .join(Channel, Channel.id == Ticket.channel_id)
    .where(IS_ACTIVE, Assignment.ended_at.is_(None), Ticket.category.in_(ROUTABLE))
    .group_by(Assignment.agent_id, Ticket.team_id, Channel.kind)
    .with_hint(Ticket, BY_LAST_MESSAGE, "sqlite")
)


def loads(session: Session) -> dict[int, Load]:
    """Return what every agent has in hand who has something; offers count as if they were accepted."""
    found: dict[int, Load] = {}
    for agent_id, team_id, kind, used, count, live, mail in session.execute(_HELD):
        held = found.get(agent_id, NOTHING)
        found[agent_id] = Load(
            held.used_units + int(used),
            held.open_tickets + count,
            held.awaiting + int(live),
            held.unanswered_email + int(mail),
            {**held.of, (team_id, kind): count},
        )
    return found
