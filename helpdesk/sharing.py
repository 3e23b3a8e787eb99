"""Who finds and who changes what agents keep for themselves, for a team or for all."""

from typing import Protocol

from sqlalchemy import ColumnElement, or_

from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.models import Audience, Macro, Role, Template
from helpdesk.permissions import Actor


class Shared(Protocol):
    """What has an owner and an audience."""

    owner_id: int
    audience: Audience
    team_id: int | None


SharedTable = type[Template] | type[Macro]


def found_by(actor: Actor, table: SharedTable) -> ColumnElement[bool]:
    """Return the condition on a table: one's own, those for all, those for one's teams. `may_find` says the same."""
    teams = table.audience == Audience.TEAM
    theirs = teams if actor.role is Role.ADMIN else teams & table.team_id.in_(sorted(actor.team_ids))
    return or_(table.owner_id == actor.agent_id, table.audience == Audience.ALL, theirs)


def may_find(actor: Actor, thing: Shared) -> bool:
    """Say of one thing what `found_by` says in SQL."""
    if thing.owner_id == actor.agent_id or thing.audience is Audience.ALL:
        return True
    return thing.audience is Audience.TEAM and (actor.role is Role.ADMIN or thing.team_id in actor.team_ids)


def may_change(actor: Actor, thing: Shared) -> bool:
    """Say whether somebody may change a thing: its owner, admins what is shared, supervisors what their teams share."""
    if thing.owner_id == actor.agent_id:
        return True
    if actor.role is Role.ADMIN:
        return thing.audience is not Audience.PRIVATE
    return actor.role is Role.SUPERVISOR and thing.audience is Audience.TEAM and thing.team_id in actor.team_ids


def require_found(actor: Actor, thing: Shared | None) -> None:
    """Raise NotFound unless there is such a thing and the actor finds it."""
    if thing is None or not may_find(actor, thing):
        raise NotFound


def require_change(actor: Actor, thing: Shared | None) -> None:
    """Raise NotFound unless the actor finds it, Forbidden unless they may change it."""
    if thing is None or not may_find(actor, thing):
        raise NotFound
    if not may_change(actor, thing):
        raise Forbidden("It belongs to somebody else; make one of your own instead.")


def require_audience(actor: Actor, audience: Audience, team_id: int | None) -> None:
    """Raise Invalid or Forbidden unless the actor may share something with these."""
    if (audience is Audience.TEAM) != (team_id is not None):
        raise Invalid("What is for a team names that team, anything else names none.", team_id="audience")
    if team_id is not None and actor.role is not Role.ADMIN and team_id not in actor.team_ids:
        raise Invalid("You may share it with teams of yours.", team_id="unknown")
    if audience is Audience.ALL and actor.role is Role.AGENT:
        raise Forbidden("Supervisors and admins share with everybody; share it with a team of yours.")
