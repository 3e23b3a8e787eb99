"""The cast of every story: who works here, who wrote, and the desk they meet at."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.config import Config
from helpdesk.models import (
    Agent,
    AgentLanguage,
    Channel,
    ChannelKind,
    Customer,
    Identity,
    IdentityKind,
    OthersTickets,
    Presence,
    Role,
    Team,
    TeamMember,
)
from helpdesk.permissions import Actor, ActorKind

PASSWORD: Final = "ruled green margins 41"


@dataclass(frozen=True, slots=True)
class Cast:
    """anna an agent, boris her supervisor, charlie of another team who must see nothing, dora the admin, vera a customer."""

    anna: Actor
    boris: Actor
    charlie: Actor
    dora: Actor
    vera_id: int
    support_id: int
    billing_id: int


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with its cast, on a database of its own that this process is connected to."""

    config: Config
    cast: Cast
    channel_id: int
    channel_key: str

    @property
    def folder(self) -> Path:
        return self.config.data_dir


def hire(session: Session) -> Cast:
    """Put the whole cast into the database."""
    support, billing = (_team(session, name) for name in ("Support", "Billing"))
    return Cast(
        anna=_agent(session, "anna", role=Role.AGENT, team=support, languages=("en", "uk")),
        boris=_agent(session, "boris", role=Role.SUPERVISOR, team=support, languages=("en",)),
        charlie=_agent(session, "charlie", role=Role.AGENT, team=billing, languages=("en", "ru")),
        dora=_agent(session, "dora", role=Role.ADMIN, team=None, languages=("en",)),
        vera_id=_customer(session, "Vera", "vera@shop.example"),
        support_id=support.id,
        billing_id=billing.id,
    )


def first_webchat(session: Session) -> Channel:
    """Return the web-chat channel every desk starts with."""
    found = select(Channel).where(Channel.kind == ChannelKind.WEBCHAT).order_by(Channel.id).limit(1)
    return session.scalars(found).one()


def email_of(name: str) -> str:
    """Return the address an agent of the cast signs in with."""
    return f"{name}@desk.example"


@cache
def password_hash() -> str:
    """Return the hash of PASSWORD, made once per run with the parameters the desk itself uses."""
    return PasswordHasher().hash(PASSWORD)


def _team(session: Session, name: str) -> Team:
    team = Team(name=name, created_at=clock.now())
    session.add(team)
    session.flush()
    return team


def _agent(session: Session, name: str, *, role: Role, team: Team | None, languages: tuple[str, ...]) -> Actor:
    now = clock.now()
    agent = Agent(email=email_of(name), name=name.title(), role=role, password_hash=password_hash(), created_at=now)
    agent.languages = [AgentLanguage(language=language) for language in languages]
    agent.memberships = [TeamMember(team_id=team.id)] if team else []
    session.add(agent)
    session.flush()
    session.add(Presence(agent_id=agent.id, changed_at=now))
    others = OthersTickets.STUB if team else OthersTickets.HIDDEN
    return Actor(ActorKind.AGENT, agent.id, role, frozenset({team.id} if team else ()), others)


def _customer(session: Session, name: str, address: str) -> int:
    now = clock.now()
    customer = Customer(name=name, language="en", created_at=now)
    session.add(customer)
    session.flush()
    session.add(Identity(customer_id=customer.id, kind=IdentityKind.EMAIL, address=address, created_at=now))
    return customer.id
