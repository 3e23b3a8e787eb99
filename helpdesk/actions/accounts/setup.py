"""The one-time set-up link with which the first administrator is made in the browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import audit
from helpdesk.actions.accounts.agents import NewAgent, add_agent
from helpdesk.config import Config
from helpdesk.errors import Expired, Invalid
from helpdesk.models import Agent, Role, Setting
from helpdesk.permissions import SYSTEM
from helpdesk.tokens import hash_token, new_token

KEY: Final = "setup_link"
LIFE: Final = timedelta(hours=72)
MAX_DESK_NAME_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class FirstAdmin:
    """What is asked at set-up."""

    desk_name: str
    name: str
    email: str
    password_hash: str
    locale: str


def setup_link(session: Session, config: Config) -> str | None:
    """Return a new set-up address, None once there is an administrator; earlier ones stop working."""
    db.lock(session, KEY)
    if _is_set_up(session):
        return None
    token = new_token()
    expires_at = clock.now() + LIFE
    _keep(session, KEY, {"token_hash": hash_token(token), "expires_at": expires_at.isoformat()})
    return f"{config.public_url}/setup/{token}"


def require_open(session: Session, token: str) -> None:
    """Raise Expired unless this link is the newest one, not too old, and there is no administrator yet."""
    kept = session.scalar(select(Setting.value).where(Setting.key == KEY)) or {}
    if (
        not compare_digest(str(kept.get("token_hash", "")), hash_token(token))
        or clock.now() >= datetime.fromisoformat(kept["expires_at"])
        or _is_set_up(session)
    ):
        raise Expired


def set_up(session: Session, token: str, *, first: FirstAdmin, address: str) -> Agent:
    """Name the desk and make its first administrator; Expired when another browser was faster."""
    db.lock(session, KEY)
    require_open(session, token)
    _keep(session, "desk_name", {"value": checked_desk_name(first.desk_name)})
    new = NewAgent(first.email, first.name, Role.ADMIN, first.password_hash, first.locale)
    agent = add_agent(session, new, by=SYSTEM, address=address)
    session.delete(session.get_one(Setting, KEY))
    audit.append(session, "desk.set_up", by=SYSTEM, what=f"agent:{agent.id}", address=address)
    return agent


def checked_desk_name(name: str) -> str:
    """Return the desk's name on one line; Invalid when it is empty or too long."""
    line = " ".join(name.split())
    if not line or len(line) > MAX_DESK_NAME_CHARS or not line.isprintable():
        raise Invalid(f"The desk's name has 1 to {MAX_DESK_NAME_CHARS} characters.", desk_name="not_a_name")
    return line


def _is_set_up(session: Session) -> bool:
    return session.scalar(select(Agent.id).where(Agent.role == Role.ADMIN, Agent.is_active).limit(1)) is not None


def _keep(session: Session, key: str, value: dict[str, Any]) -> None:  # a setting's JSON
    setting = session.get(Setting, key)
    if setting is None:
        session.add(Setting(key=key, value=value, updated_at=clock.now()))
    else:
        setting.value, setting.updated_at = value, clock.now()
    session.flush()
