"""Sessions: a signed-in browser, from signing in to its end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, delete, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, events
from helpdesk.actions import audit
from helpdesk.errors import NotFound
from helpdesk.models import Agent, AgentSession, Role, SignInStep
from helpdesk.permissions import Actor
from helpdesk.queries.rights import actors_by_id
from helpdesk.tokens import hash_token, new_token

IDLE: Final = timedelta(hours=8)
LIFE: Final = timedelta(days=30)
ADMIN_LIFE: Final = timedelta(hours=12)
KEPT_AFTER_END: Final = timedelta(days=30)
TOUCH_EVERY: Final = timedelta(minutes=1)
MAX_TOKEN_CHARS: Final = 100


def _is_alive(now: datetime | BindParameter[Any], idle_since: datetime | BindParameter[Any]) -> ColumnElement[bool]:
    return and_(
        AgentSession.revoked_at.is_(None), AgentSession.expires_at > now, AgentSession.last_seen_at > idle_since
    )


def _is_alive_now() -> ColumnElement[bool]:
    now = clock.now()
    return _is_alive(now, now - IDLE)


# Built once, and columns instead of objects: every request asks this.
_SIGNED_IN: Final = (
    select(
        AgentSession.id,
        AgentSession.last_seen_at,
        AgentSession.expires_at,
        Agent.id,
        Agent.role,
        Agent.name,
        Agent.locale,
        Agent.preferences,
    )
    .join(Agent, Agent.id == AgentSession.agent_id)
    .where(
        AgentSession.token_hash == bindparam("token_hash"),
        Agent.is_active,
        _is_alive(bindparam("now"), bindparam("idle_since")),
    )
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request: the session and its agent as they are now."""

    session_id: int
    agent_id: int
    name: str
    locale: str
    theme: str
    actor: Actor
    last_seen_at: datetime
    expires_at: datetime

    @property
    def role(self) -> Role:
        """The agent's role."""
        return self.actor.role or Role.AGENT


@dataclass(frozen=True, slots=True)
class Started:
    """A session that has just begun; its token is kept nowhere."""

    token: str
    expires_at: datetime


def identify(session: Session, token: str) -> SignedIn | None:
    """Return whose live session a cookie's token names; None when it is unknown, ended, idle or expired."""
    if not token or len(token) > MAX_TOKEN_CHARS:
        return None
    now = clock.now()
    row = session.execute(
        _SIGNED_IN, {"token_hash": hash_token(token), "now": now, "idle_since": now - IDLE}
    ).one_or_none()
    if row is None:
        return None
    session_id, last_seen_at, expires_at, agent_id, role, name, locale, preferences = row
    return SignedIn(
        session_id=session_id,
        agent_id=agent_id,
        name=name,
        locale=locale,
        theme=str(preferences.get("theme", "auto")),
        actor=actors_by_id(session, {agent_id: role})[agent_id],
        last_seen_at=last_seen_at,
        expires_at=expires_at,
    )


def is_due(signed_in: SignedIn) -> bool:
    """Say whether it is time to write down that this session is in use."""
    return signed_in.last_seen_at < clock.now() - TOUCH_EVERY


def touch(session: Session, session_id: int) -> None:
    """Write down that a session is in use, at most once a minute."""
    now = clock.now()
    session.execute(
        update(AgentSession)
        .where(AgentSession.id == session_id, AgentSession.last_seen_at < now - TOUCH_EVERY)
        .values(last_seen_at=now)
    )


def alive(session: Session, session_ids: Collection[int]) -> set[int]:
    """Return which of these sessions still count; open sockets ask now and then."""
    return set(
        session.scalars(
            select(AgentSession.id)
            .join(Agent, Agent.id == AgentSession.agent_id)
            .where(AgentSession.id.in_(session_ids), Agent.is_active, _is_alive_now())
        )
    )


def list_of(session: Session, agent_id: int) -> list[AgentSession]:
    """Return an agent's live sessions, newest first."""
    return list(
        session.scalars(
            select(AgentSession)
            .where(AgentSession.agent_id == agent_id, _is_alive_now())
            .order_by(AgentSession.id.desc())
            .limit(100)
        )
    )


def start(session: Session, agent: Agent, *, address: str, browser: str) -> Started:
    """Begin a session; long-dead ones of this agent go."""
    now, token = clock.now(), new_token()
    expires_at = now + (ADMIN_LIFE if agent.role is Role.ADMIN else LIFE)
    session.execute(
        delete(AgentSession).where(AgentSession.agent_id == agent.id, AgentSession.expires_at < now - KEPT_AFTER_END)
    )
    session.add(
        AgentSession(
            agent_id=agent.id,
            token_hash=hash_token(token),
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
            address=address[:45],
            browser=browser[:200],
        )
    )
    session.flush()
    return Started(token, expires_at)


def sign_out(session: Session, signed_in: SignedIn, *, address: str) -> None:
    """End the session somebody is using."""
    if _end(session, [signed_in.session_id], by=signed_in.actor, agent_id=signed_in.agent_id):
        audit.append(session, "agent.signed_out", by=signed_in.actor, what=_name(signed_in.agent_id), address=address)


def end_by_token(session: Session, token: str) -> None:
    """End the session of a cookie that another one is about to replace."""
    found = identify(session, token)
    if found is not None:
        _end(session, [found.session_id], by=found.actor, agent_id=found.agent_id)


def revoke(session: Session, session_id: int, *, by: Actor, address: str = "") -> None:
    """End one of the actor's own sessions; NotFound for any other."""
    own = session.scalar(
        select(AgentSession.id).where(AgentSession.id == session_id, AgentSession.agent_id == by.agent_id)
    )
    if own is None:
        raise NotFound
    if _end(session, [own], by=by, agent_id=by.agent_id):
        audit.append(session, "session.revoked", by=by, what=f"session:{own}", address=address)


def end_all(session: Session, agent_id: int, *, by: Actor, keep_id: int | None = None) -> int:
    """End all sessions of an agent but `keep_id`, and all sign-ins under way; return how many were alive."""
    session.execute(delete(SignInStep).where(SignInStep.agent_id == agent_id))
    ids = [found.id for found in list_of(session, agent_id) if found.id != keep_id]
    return _end(session, ids, by=by, agent_id=agent_id)


def _end(session: Session, ids: list[int], *, by: Actor, agent_id: int | None) -> int:
    ended = db.changed(
        session,
        update(AgentSession)
        .where(AgentSession.id.in_(ids), AgentSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .execution_options(synchronize_session=False),
    )
    if ended:
        events.record(session, "session.revoked", by=by, agent_id=agent_id, data={"session_ids": ids})
    return ended


def _name(agent_id: int) -> str:
    return f"agent:{agent_id}"
