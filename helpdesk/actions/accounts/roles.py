"""What an admin may change about another agent's standing: role and activity. Both end their sessions."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import db, events
from helpdesk.actions import audit
from helpdesk.actions.accounts import sessions, sign_on_people
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Agent, Role
from helpdesk.permissions import Actor, ActorKind, require_role


def set_role(session: Session, agent_id: int, *, role: Role, by: Actor, address: str = "") -> Agent:
    """Give an agent another role; Conflict when nobody would be left to administer the desk.

    A provider never makes an admin: accounts linked there before do not let a new admin in, who links them anew by a
    proof of their own.
    """
    agent = _open_agent(session, agent_id, by=by)
    if agent.role is role:
        return agent
    if agent.role is Role.ADMIN:
        _require_another_admin(session, agent)
    data = {"from": agent.role.value, "to": role.value}
    agent.role = role
    if role is Role.ADMIN:
        sign_on_people.unlink_all(session, agent, by=by, address=address)
    _finish(session, agent, "agent.role_changed", by=by, address=address, data=data)
    return agent


def set_active(session: Session, agent_id: int, *, is_active: bool, by: Actor, address: str = "") -> Agent:
    """Let an agent in again or shut them out; Conflict when nobody would be left to administer the desk."""
    agent = _open_agent(session, agent_id, by=by)
    if agent.is_active is is_active:
        return agent
    if agent.role is Role.ADMIN and not is_active:
        _require_another_admin(session, agent)
    agent.is_active = is_active
    verb = "agent.activated" if is_active else "agent.deactivated"
    _finish(session, agent, verb, by=by, address=address, data={})
    return agent


def _open_agent(session: Session, agent_id: int, *, by: Actor) -> Agent:
    if by.kind is ActorKind.AGENT:
        require_role(by, Role.ADMIN)
    db.lock(session, "admins")
    agent = session.get(Agent, agent_id, with_for_update=True)
    if agent is None:
        raise NotFound
    return agent


def _require_another_admin(session: Session, agent: Agent) -> None:
    others = session.scalar(
        select(func.count()).select_from(Agent).where(Agent.role == Role.ADMIN, Agent.is_active, Agent.id != agent.id)
    )
    if not others:
        raise Conflict("The desk needs at least one administrator.", code="last_admin")


def _finish(session: Session, agent: Agent, verb: str, *, by: Actor, address: str, data: dict[str, str]) -> None:
    sessions.end_all(session, agent.id, by=by)
    audit.append(session, verb, by=by, what=f"agent:{agent.id}", address=address, data=data)
    events.record(session, "workspace.changed", by=by, agent_id=agent.id, data={"what": "agents"})
