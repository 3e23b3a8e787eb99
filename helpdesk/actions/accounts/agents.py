"""Agents come to be: from the command line, by an invitation, as the first admin."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, i18n, settings
from helpdesk.actions import audit
from helpdesk.actions.accounts import passwords
from helpdesk.actions.accounts.checks import checked_email, checked_name, normal_email
from helpdesk.actions.accounts.grants import Grants, give
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import Agent, Presence, Role
from helpdesk.permissions import SYSTEM, Actor, ActorKind


@dataclass(frozen=True, slots=True)
class NewAgent:
    """An agent to be; password_hash None: cannot sign in with a password yet."""

    email: str
    name: str
    role: Role
    password_hash: str | None = None
    locale: str = i18n.DEFAULT
    grants: Grants = field(default_factory=Grants)


def make_agent(
    session: Session,
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None = None,
    locale: str = i18n.DEFAULT,
    by: Actor = SYSTEM,
) -> Agent:
    """Make an agent for the command line; Invalid says which field is wrong and why, Conflict that the address is taken."""
    kept = None if password is None else passwords.prepare(session, password, personal=(email, name))
    return add_agent(session, NewAgent(email, name, role, kept, locale), by=by)


def add_agent(session: Session, new: NewAgent, *, by: Actor, address: str = "") -> Agent:
    """Put a new agent with all their grants into the desk."""
    email = checked_email(new.email)
    require_free_email(session, email)
    agent = Agent(
        email=email,
        name=checked_name(new.name),
        role=new.role,
        password_hash=new.password_hash,
        locale=i18n.known(new.locale),
        time_zone=settings.get(session, "time_zone"),
        capacity_units=new.grants.capacity_units,
        created_at=clock.now(),
    )
    give(session, agent, new.grants)
    session.add(agent)
    session.flush()
    session.add(Presence(agent_id=agent.id, changed_at=clock.now()))
    actor = by if by.agent_id else Actor(ActorKind.AGENT, agent.id, agent.role)
    audit.append(
        session, "agent.made", by=actor, what=f"agent:{agent.id}", address=address, data={"role": new.role.value}
    )
    events.record(session, "workspace.changed", by=by, agent_id=agent.id, data={"what": "agents"})
    return agent


def by_email(session: Session, email: str) -> Agent:
    """Return who signs in with an address; NotFound when nobody does."""
    agent = session.scalar(select(Agent).where(Agent.email == normal_email(email)))
    if agent is None:
        raise NotFound("No agent signs in with this address.")
    return agent


def is_any(session: Session) -> bool:
    """Say whether anybody can sign in at all."""
    return session.scalar(select(Agent.id).where(Agent.is_active).limit(1)) is not None


def require_free_email(session: Session, email: str) -> None:
    """Raise Conflict when an agent has this address already."""
    if session.scalar(select(Agent.id).where(Agent.email == email)) is not None:
        raise Conflict("An agent with this e-mail address exists already.", code="email_taken", email="taken")
