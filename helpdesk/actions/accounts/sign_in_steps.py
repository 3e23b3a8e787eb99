"""Between the password and a session: what is still asked, for a few minutes, of one browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import audit
from helpdesk.actions.accounts import second_factor_changes, second_factors, sessions
from helpdesk.actions.accounts.second_factors import Enrolment, Outcome, Verdict
from helpdesk.actions.accounts.sessions import Started
from helpdesk.errors import Expired
from helpdesk.models import Agent, AgentSession, SignInStep, StepKind
from helpdesk.permissions import SYSTEM, Actor, ActorKind
from helpdesk.tokens import hash_token, new_token

LIFE: Final = {StepKind.CODE: timedelta(minutes=5), StepKind.ENROL: timedelta(minutes=15)}
MAX_TOKEN_CHARS: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that has just begun; its token is kept nowhere."""

    token: str
    kind: StepKind
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """Whose step it is; is_known_address: they signed in from there before."""

    id: int
    agent_id: int
    email: str
    is_known_address: bool


def begin(session: Session, agent: Agent, *, address: str, browser: str) -> Started | Waiting:
    """Begin a session for somebody who is proven, or the step that is asked of them before."""
    db.lock(session, second_factors.RULE)
    if second_factors.is_on(session, agent.id):
        return _begin_step(session, agent.id, StepKind.CODE)
    if second_factors.is_required(session, agent.role):
        second_factors.begin(session, agent)
        return _begin_step(session, agent.id, StepKind.ENROL)
    return enter(session, agent, address=address, browser=browser)


def enter(session: Session, agent: Agent, *, address: str, browser: str) -> Started:
    """Begin a session for somebody of whom nothing more is asked."""
    started = sessions.start(session, agent, address=address, browser=browser)
    audit.append(session, "agent.signed_in", by=_actor(agent), what=f"agent:{agent.id}", address=address)
    return started


def find(session: Session, token: str, kind: StepKind, *, address: str) -> Found:
    """Return whose step a cookie names; Expired when it is over, of another kind, or was never begun."""
    row = session.execute(
        select(SignInStep.id, Agent.id, Agent.email)
        .join(Agent, Agent.id == SignInStep.agent_id)
        .where(
            SignInStep.token_hash == hash_token(token[:MAX_TOKEN_CHARS]),
            SignInStep.kind == kind,
            SignInStep.expires_at > clock.now(),
            Agent.is_active,
        )
    ).one_or_none()
    if row is None:
        raise Expired
    known = select(AgentSession.id).where(AgentSession.agent_id == row[1], AgentSession.address == address).limit(1)
    return Found(*row, is_known_address=session.scalar(known) is not None)


def give_code(session: Session, token: str, given: str, *, address: str, browser: str) -> Started | Verdict:
    """Begin a session when the code is right; the verdict when it is not. Expired when the step is over."""
    step = find(session, token, StepKind.CODE, address=address)
    verdict = second_factors.check(session, step.agent_id, given)
    if not verdict.is_right:
        why, what = {"why": verdict.outcome.value}, f"agent:{step.agent_id}"
        audit.append(session, "second_factor.refused", by=SYSTEM, what=what, address=address, data=why)
        return verdict
    if verdict.outcome is Outcome.RECOVERY:
        second_factor_changes.tell_of_recovery(session, step.agent_id, address=address)
    return _finish(session, step, address=address, browser=browser)


def offer(session: Session, token: str, *, address: str) -> Enrolment:
    """Return what the app of somebody who must enrol needs; Expired when the step is over."""
    step = find(session, token, StepKind.ENROL, address=address)
    found = second_factors.pending(session, session.get_one(Agent, step.agent_id))
    if found is None:
        raise Expired
    return found


def enrol(
    session: Session, token: str, given: str, *, address: str, browser: str
) -> tuple[Started, list[str]] | Verdict:
    """Begin a session when the first code of the new app is right; with it come the recovery codes."""
    step = find(session, token, StepKind.ENROL, address=address)
    by = _actor(session.get_one(Agent, step.agent_id))
    verdict, codes = second_factor_changes.turn_on(session, step.agent_id, given, by=by, keep_id=None, address=address)
    return (_finish(session, step, address=address, browser=browser), codes) if verdict.is_right else verdict


def _begin_step(session: Session, agent_id: int, kind: StepKind) -> Waiting:
    now, token = clock.now(), new_token()
    session.execute(delete(SignInStep).where(SignInStep.agent_id == agent_id, SignInStep.expires_at <= now))
    step = SignInStep(
        agent_id=agent_id, kind=kind, token_hash=hash_token(token), created_at=now, expires_at=now + LIFE[kind]
    )
    session.add(step)
    session.flush()
    return Waiting(token, kind, step.expires_at)


def _finish(session: Session, step: Found, *, address: str, browser: str) -> Started:
    session.execute(delete(SignInStep).where(SignInStep.id == step.id))
    agent = session.get_one(Agent, step.agent_id, with_for_update=True)
    return enter(session, agent, address=address, browser=browser)


def _actor(agent: Agent) -> Actor:
    return Actor(ActorKind.AGENT, agent.id, agent.role)
