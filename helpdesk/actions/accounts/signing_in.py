"""Signing in: find the claim, prove it outside any transaction, then begin a session."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions import audit
from helpdesk.actions.accounts import hashing, sign_in_steps, sign_on_settings
from helpdesk.actions.accounts.checks import normal_email
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.sign_in_steps import Waiting
from helpdesk.errors import Forbidden, Unauthenticated
from helpdesk.models import Agent, AgentSession, Role
from helpdesk.permissions import SYSTEM

WRONG = "The e-mail address or the password is not right."


class PasswordsOff(Forbidden):
    """Passwords are for administrators only here; sign in at the provider."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says to be this agent; of an unknown or inactive one nothing is filled in."""

    agent_id: int | None = None
    password_hash: str | None = None
    is_known_address: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The password was right; new_hash: what to keep instead when the old hash is outdated."""

    claim: Claim
    new_hash: str | None


def find_claim(session: Session, email: str, *, address: str) -> Claim:
    """Return what is needed to check a password; also for an address nobody has."""
    agent = session.scalar(select(Agent).where(Agent.email == normal_email(email), Agent.is_active))
    if agent is None:
        return Claim()
    known = session.scalar(
        select(AgentSession.id).where(AgentSession.agent_id == agent.id, AgentSession.address == address).limit(1)
    )
    return Claim(agent.id, agent.password_hash, known is not None)


def prove(claim: Claim, password: str) -> Proof | None:
    """Check a password against a claim in the same time whether or not there is such an agent."""
    if not hashing.is_right(claim.password_hash, password) or claim.password_hash is None:
        return None
    return Proof(claim, hashing.make_hash(password) if hashing.is_outdated(claim.password_hash) else None)


def sign_in(session: Session, proof: Proof, *, address: str, browser: str) -> Started | Waiting:
    """Begin a session for a proven claim, or the step asked before; Unauthenticated when the account changed meanwhile."""
    agent = session.get(Agent, proof.claim.agent_id, with_for_update=True)
    if agent is None or not agent.is_active or agent.password_hash != proof.claim.password_hash:
        raise Unauthenticated(WRONG)
    if agent.role is not Role.ADMIN and _are_passwords_off(session):
        raise PasswordsOff
    if proof.new_hash is not None:
        agent.password_hash = proof.new_hash
    return sign_in_steps.begin(session, agent, address=address, browser=browser)


def record_failure(session: Session, claim: Claim, *, address: str) -> None:
    """Put a failed try into the audit log: which agent if there is one, never what was typed."""
    what = f"agent:{claim.agent_id}" if claim.agent_id else ""
    audit.append(session, "agent.sign_in_failed", by=SYSTEM, what=what, address=address)


def _are_passwords_off(session: Session) -> bool:
    kept = sign_on_settings.current(session)
    return kept.is_on and kept.passwords_of_admins_only
