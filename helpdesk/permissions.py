"""Who acts, and which tickets they may see: the one rule every list, search, timeline and socket passes."""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, true

from helpdesk.errors import Forbidden
from helpdesk.models import Role, Ticket


class ActorKind(StrEnum):
    """What acts."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"
    RULE = "rule"
    ROUTING = "routing"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something: an agent with their rights, or a part of the desk that has all."""

    kind: ActorKind
    agent_id: int | None = None
    role: Role | None = None
    team_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def sees_everything(self) -> bool:
        """Whether no ticket is hidden from this actor."""
        return self.kind is not ActorKind.AGENT or self.role is Role.ADMIN


SYSTEM = Actor(ActorKind.SYSTEM)
ROUTING = Actor(ActorKind.ROUTING)
RULES = Actor(ActorKind.RULE)
CUSTOMER = Actor(ActorKind.CUSTOMER)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Ticket: of their teams, of no team, or assigned to them. `may_see` says the same."""
    if actor.sees_everything:
        return true()
    # The sums keep SQLite from gathering all tickets of the teams by their indexes, instead of the few that are asked for.
    team_id, assignee_id = Ticket.team_id + 0, Ticket.assignee_id + 0
    return or_(team_id.is_(None), team_id.in_(sorted(actor.team_ids)), assignee_id == actor.agent_id)


def may_see(actor: Actor, *, team_id: int | None, assignee_id: int | None) -> bool:
    """Say of one ticket what `visible_to` says in SQL."""
    if actor.sees_everything or team_id is None:
        return True
    return team_id in actor.team_ids or (assignee_id is not None and assignee_id == actor.agent_id)


def require_role(actor: Actor, *roles: Role) -> None:
    """Raise Forbidden unless the actor is an agent of one of these roles."""
    if actor.kind is not ActorKind.AGENT or actor.role not in roles:
        raise Forbidden
