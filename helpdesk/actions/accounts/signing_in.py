"""Signing in: find the claim, prove it outside any transaction, then begin a session."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions import audit
from helpdesk.actions.accounts import hashing, sessions
from helpdesk.actions.accounts.checks import normal_email
from helpdesk.actions.accounts.sessions import Started
from helpdesk.errors import Unauthenticated
from helpdesk.models import Agent, AgentSession
from helpdesk.permissions import SYSTEM, Actor, ActorKind

WRONG = "The e-mail address or the password is not right."


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


def sign_in(session: Session, proof: Proof, *, address: str, browser: str) -> Started:
    """Begin a session for a proven claim; Unauthenticated when the account changed meanwhile."""
    agent = session.get(Agent, proof.claim.agent_id, with_for_update=True)
    if agent is None or not agent.is_active or agent.password_hash != proof.claim.password_hash:
        raise Unauthenticated(WRONG)
    if proof.new_hash is not None:
        agent.password_hash = proof.new_hash
    started = sessions.start(session, agent, address=address, browser=browser)
    actor = Actor(ActorKind.AGENT, agent.id, agent.role)
    audit.append(session, "agent.signed_in", by=actor, what=f"agent:{agent.id}", address=address)
    return started


def record_failure(session: Session, claim: Claim, *, address: str) -> None:
    """Put a failed try into the audit log: which agent if there is one, never what was typed."""
    what = f"agent:{claim.agent_id}" if claim.agent_id else ""
    audit.append(session, "agent.sign_in_failed", by=SYSTEM, what=what, address=address)
