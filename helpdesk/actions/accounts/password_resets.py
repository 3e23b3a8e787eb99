"""A new password by mail: a link of 256 random bits that works once, for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, outside
from helpdesk.actions import audit, desk_mails, system_mail
from helpdesk.actions.accounts import passwords, sessions
from helpdesk.actions.accounts.checks import normal_email
from helpdesk.errors import Expired
from helpdesk.models import Agent, PasswordReset
from helpdesk.permissions import SYSTEM
from helpdesk.tokens import hash_token, new_token

LIFE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reset:
    """Whose password a link changes."""

    id: int
    agent_id: int
    email: str
    name: str


def ask(session: Session, email: str, *, address: str = "") -> bool:
    """Send a link if somebody who works here signs in with this address; return whether one goes out.

    Nobody may learn the answer: whoever asks is told the same, before this is called.
    """
    agent = session.scalar(select(Agent).where(Agent.email == normal_email(email), Agent.is_active))
    if agent is None:
        return False
    now, token = clock.now(), new_token()
    link = f"{outside.public_url()}/password-reset/{token}"
    reset = PasswordReset(agent_id=agent.id, token_hash=hash_token(token), created_at=now, expires_at=now + LIFE)
    session.add(reset)
    session.flush()
    draft = desk_mails.password_reset(session, agent, link=link, key=f"password_reset:{reset.id}", until=now + LIFE)
    if system_mail.post(session, draft) is None:
        session.delete(reset)
        return False
    audit.append(session, "password_reset.asked", by=SYSTEM, what=f"agent:{agent.id}", address=address)
    return True


def find(session: Session, token: str) -> Reset:
    """Return what a link is for; Expired when it is used, too old or was never written."""
    found = session.execute(
        select(PasswordReset, Agent)
        .join(Agent, Agent.id == PasswordReset.agent_id)
        .where(PasswordReset.token_hash == hash_token(token), _is_open(clock.now()), Agent.is_active)
    ).first()
    if found is None:
        raise Expired
    reset, agent = found
    return Reset(reset.id, agent.id, agent.email, agent.name)


def prepare(session: Session, reset: Reset, password: str) -> str:
    """Check a new password and return its hash; takes tens of milliseconds, so hold no write lock meanwhile."""
    return passwords.prepare(session, password, personal=(reset.email, reset.name))


def finish(session: Session, token: str, *, password_hash: str, address: str) -> Agent:
    """Keep the new password and end all sessions; Expired when somebody was faster or it is over."""
    reset = find(session, token)
    claimed = db.changed(
        session,
        update(PasswordReset)
        .where(PasswordReset.id == reset.id, _is_open(clock.now()))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False),
    )
    if claimed != 1:
        raise Expired
    _end_others(session, reset.agent_id, clock.now())
    agent = session.get_one(Agent, reset.agent_id, with_for_update=True)
    agent.password_hash = password_hash
    sessions.end_all(session, agent.id, by=SYSTEM)
    audit.append(session, "password.reset", by=SYSTEM, what=f"agent:{agent.id}", address=address)
    return agent


def _end_others(session: Session, agent_id: int, now: datetime) -> None:
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.agent_id == agent_id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )


def _is_open(now: datetime) -> ColumnElement[bool]:
    return and_(PasswordReset.used_at.is_(None), PasswordReset.expires_at > now)
