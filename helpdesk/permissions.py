"""Who acts, and which tickets they may see: the one rule every list, search, timeline and socket passes."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import aliased

from helpdesk.errors import Forbidden
from helpdesk.models import OthersTickets, Role, Ticket
from helpdesk.models.unindexed import unindexed


class ActorKind(StrEnum):
    """What acts."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"
    RULE = "rule"
    ROUTING = "routing"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something: an agent with their rights, or a part of the desk that has all.

    others: what they see of a customer's tickets with other teams, the most that a team of theirs allows.
    lent_ids: tickets they may read as long as somebody waits for their approval.
    """

    kind: ActorKind
    agent_id: int | None = None
    role: Role | None = None
    team_ids: frozenset[int] = field(default_factory=frozenset)
    others: OthersTickets = OthersTickets.HIDDEN
    lent_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def sees_everything(self) -> bool:
        """Whether no ticket is hidden from this actor."""
        return self.kind is not ActorKind.AGENT or self.role is Role.ADMIN


SYSTEM = Actor(ActorKind.SYSTEM)
ROUTING = Actor(ActorKind.ROUTING)
RULES = Actor(ActorKind.RULE)
CUSTOMER = Actor(ActorKind.CUSTOMER)


def visible_to(actor: Actor, ticket: type[Ticket] = Ticket) -> ColumnElement[bool]:
    """Return the condition on Ticket, or an alias of it, of what an actor may read.

    That is what they work with, what was lent to them, and, where a team of theirs reads other teams' tickets, all of the
    customers they work with. A socket says the same of what is on its screen (web.live.socket).
    """
    own = works_with(actor) if ticket is Ticket else _works_with(actor, ticket)
    ways = [own]
    if actor.lent_ids and not actor.sees_everything:
        ways.append(ticket.id.in_(sorted(actor.lent_ids)))
    if actor.others is OthersTickets.READABLE and not actor.sees_everything:
        theirs = aliased(Ticket)
        same = select(theirs.id).where(theirs.customer_id == ticket.customer_id, _works_with(actor, theirs))
        ways.append(same.correlate(ticket).exists())
    return or_(*ways) if len(ways) > 1 else own


@lru_cache(maxsize=1_000)  # agents ask the same a thousand times a day
def works_with(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Ticket of what an actor may change: of their teams, of no team, or assigned to them.

    Lists and counts hold these. `may_see` says the same.
    """
    return _works_with(actor, Ticket)


def _works_with(actor: Actor, ticket: type[Ticket]) -> ColumnElement[bool]:
    if actor.sees_everything:
        return true()
    # SQLite would gather all tickets of the teams by their indexes, instead of the few that are asked for.
    team_id, assignee_id = unindexed(ticket.team_id), unindexed(ticket.assignee_id)
    return or_(team_id.is_(None), team_id.in_(sorted(actor.team_ids)), assignee_id == actor.agent_id)


def may_see(actor: Actor, *, team_id: int | None, assignee_id: int | None) -> bool:
    """Say of one ticket what `works_with` says in SQL."""
    if actor.sees_everything or team_id is None:
        return True
    return team_id in actor.team_ids or (assignee_id is not None and assignee_id == actor.agent_id)


def require_role(actor: Actor, *roles: Role) -> None:
    """Raise Forbidden unless the actor is an agent of one of these roles."""
    if actor.kind is not ActorKind.AGENT or actor.role not in roles:
        raise Forbidden
