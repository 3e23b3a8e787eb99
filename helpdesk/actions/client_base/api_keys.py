"""Keys by which other systems call the API: shown once, kept as a hash, revoked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions import audit
from helpdesk.actions.accounts.sessions import SignedIn
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Agent, ApiKey
from helpdesk.permissions import Actor
from helpdesk.queries.rights import actor_of
from helpdesk.tokens import hash_token, new_token

PREFIX: Final = "hdk_"
NAME_CHARS: Final = 120
MAX_KEYS: Final = 200
MAX_PER_MINUTE: Final = 6_000
MAX_TOKEN_CHARS: Final = 100
TOUCH_EVERY: Final = timedelta(minutes=1)
SCOPES: Final = ("tickets:read", "tickets:write", "customers:read", "customers:write", "outside-events:write")


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """A key to be. agent_id: with whose rights it acts, always as they are at that moment."""

    name: str
    scopes: Sequence[str]
    agent_id: int
    per_minute: int = 300


@dataclass(frozen=True, slots=True)
class ByKey:
    """Who is behind a request with a key."""

    key_id: int
    scopes: frozenset[str]
    per_minute: int
    signed_in: SignedIn


def create_key(session: Session, draft: KeyDraft, *, by: Actor, address: str = "") -> tuple[ApiKey, str]:
    """Make a key and return it with its token, which is kept nowhere."""
    unknown = set(draft.scopes) - set(SCOPES)
    if unknown or not draft.scopes:
        raise Invalid("Choose what the key may do.", scopes="unknown" if unknown else "empty")
    if not 1 <= draft.per_minute <= MAX_PER_MINUTE:
        raise Invalid(f"1 to {MAX_PER_MINUTE} requests in a minute.", per_minute="range")
    agent = session.get(Agent, draft.agent_id)
    if agent is None or not agent.is_active:
        raise Invalid("There is no such agent at work.", agent_id="unknown")
    alive = select(func.count()).select_from(ApiKey).where(ApiKey.revoked_at.is_(None))
    if (session.scalar(alive) or 0) >= MAX_KEYS:
        raise Conflict(f"There are at most {MAX_KEYS} keys; revoke one first.", code="too_many_keys")
    token = PREFIX + new_token()
    key = ApiKey(
        name=one_line(draft.name, field="name", max_chars=NAME_CHARS),
        token_hash=hash_token(token),
        hint=token[-4:],
        scopes=sorted(set(draft.scopes)),
        per_minute=draft.per_minute,
        agent_id=agent.id,
        created_at=clock.now(),
    )
    session.add(key)
    session.flush()
    data = {"scopes": key.scopes, "agent": agent.id}
    leave_trace(
        session, "api_key.made", what=What.API_KEYS, thing=f"api_key:{key.id}", by=by, address=address, data=data
    )
    return key, token


def revoke_key(session: Session, key_id: int, *, by: Actor, address: str = "") -> None:
    """End a key: the next request by it is refused. Revoking it again changes nothing."""
    key = session.get(ApiKey, key_id, with_for_update=True)
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = clock.now()
        thing = f"api_key:{key.id}"
        leave_trace(session, "api_key.revoked", what=What.API_KEYS, thing=thing, by=by, address=address)


def identify(session: Session, token: str) -> ByKey | None:
    """Return who a live key acts for; None when it is unknown, revoked, or its agent has left."""
    if not token.startswith(PREFIX) or len(token) > MAX_TOKEN_CHARS:
        return None
    row = session.execute(
        select(ApiKey, Agent)
        .join(Agent, Agent.id == ApiKey.agent_id)
        .where(ApiKey.token_hash == hash_token(token), ApiKey.revoked_at.is_(None), Agent.is_active)
    ).one_or_none()
    if row is None:
        return None
    key, agent = row
    now = clock.now()
    signed_in = SignedIn(
        session_id=-key.id,
        agent_id=agent.id,
        name=agent.name,
        locale=agent.locale,
        theme="auto",
        actor=actor_of(session, agent),
        last_seen_at=key.last_used_at or key.created_at,
        expires_at=now + timedelta(days=1),
    )
    return ByKey(key.id, frozenset(key.scopes), key.per_minute, signed_in)


def is_due(found: ByKey) -> bool:
    """Say whether it is time to write down that a key is in use."""
    return found.signed_in.last_seen_at < clock.now() - TOUCH_EVERY


def touch(session: Session, key_id: int) -> None:
    """Write down that a key is in use, at most once a minute."""
    now = clock.now()
    session.execute(
        update(ApiKey)
        .where(ApiKey.id == key_id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now - TOUCH_EVERY))
        .values(last_used_at=now)
    )


def note_use(session: Session, found: ByKey, *, verb: str, path: str, address: str) -> None:
    """Write into the audit log what another system changes; path: with the names of its parameters, no values."""
    data = {"verb": verb, "path": path}
    what = f"api_key:{found.key_id}"
    audit.append(session, "api_key.used", by=found.signed_in.actor, what=what, address=address, data=data)
