"""Passwords: which may be chosen, and changing one's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.actions import audit
from helpdesk.actions.accounts import hashing, sessions
from helpdesk.actions.accounts.checks import normal_email
from helpdesk.actions.accounts.password_rules import MAX_CHARS, MIN_CHARS, weakness
from helpdesk.actions.accounts.sessions import SignedIn
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Agent
from helpdesk.permissions import SYSTEM

REASONS = {
    "too_short": f"A password has at least {MIN_CHARS} characters.",
    "too_long": f"A password has at most {MAX_CHARS} characters.",
    "too_simple": "This password is a simple sequence or repetition.",
    "too_common": "This is one of the passwords that are guessed first.",
    "personal": "This password is little more than the name, the e-mail address or the desk.",
}


def require_strong(session: Session, password: str, *, personal: tuple[str, ...]) -> None:
    """Raise Invalid with the reason in fields.password when a password may not be used."""
    found = weakness(password, personal=(*personal, settings.get(session, "desk_name")))
    if found is not None:
        raise Invalid(REASONS[found.value], password=found.value)


def prepare(session: Session, password: str, *, personal: tuple[str, ...]) -> str:
    """Check a new password and return the hash to keep; takes tens of milliseconds, so hold no write lock meanwhile."""
    require_strong(session, password, personal=personal)
    return hashing.make_hash(password)


def prepare_change(session: Session, signed_in: SignedIn, *, current: str, new: str) -> tuple[str | None, str]:
    """Check the current and the new password; return the hashes that `change` takes. Hold no write lock meanwhile."""
    agent = session.get(Agent, signed_in.agent_id)
    if agent is None:
        raise NotFound
    if not hashing.is_right(agent.password_hash, current):
        raise Invalid("The current password is not right.", current="wrong")
    return agent.password_hash, prepare(session, new, personal=(agent.email, agent.name))


def change(session: Session, signed_in: SignedIn, *, hashes: tuple[str | None, str], address: str) -> None:
    """Keep a new password and end the agent's other sessions; Conflict when it was changed elsewhere meanwhile."""
    agent = session.get_one(Agent, signed_in.agent_id, with_for_update=True)
    if agent.password_hash != hashes[0]:
        raise Conflict("The password was just changed elsewhere.")
    agent.password_hash = hashes[1]
    sessions.end_all(session, agent.id, by=signed_in.actor, keep_id=signed_in.session_id)
    audit.append(session, "password.changed", by=signed_in.actor, what=f"agent:{agent.id}", address=address)


def require_own(session: Session, signed_in: SignedIn, password: str) -> None:
    """Raise Invalid unless this is the agent's password; takes tens of milliseconds, so hold no write lock meanwhile."""
    agent = session.get_one(Agent, signed_in.agent_id)
    if not hashing.is_right(agent.password_hash, password):
        raise Invalid("The password is not right.", password="wrong")  # noqa: S106 - the name of a field


def reset(session: Session, email: str, *, password: str) -> Agent:
    """Give an agent a new password for the command line and end all their sessions; NotFound for an unknown address."""
    agent = session.scalar(select(Agent).where(Agent.email == normal_email(email)).with_for_update())
    if agent is None:
        raise NotFound("No agent signs in with this address.")
    agent.password_hash = prepare(session, password, personal=(agent.email, agent.name))
    sessions.end_all(session, agent.id, by=SYSTEM)
    audit.append(session, "password.reset", by=SYSTEM, what=f"agent:{agent.id}")
    return agent
