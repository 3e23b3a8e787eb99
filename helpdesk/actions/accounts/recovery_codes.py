"""Codes for the day the phone is lost: ten, each of 120 random bits, each good once."""

import base64
import os
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import RecoveryCode
from helpdesk.tokens import hash_token

COUNT: Final = 10
_BYTES: Final = 15
_PART: Final = 6


def renew(session: Session, agent_id: int) -> list[str]:
    """Return new codes, which are kept nowhere; the old ones stop working."""
    forget(session, agent_id)
    plain = [base64.b32encode(os.urandom(_BYTES)).decode().lower() for _ in range(COUNT)]
    session.add_all(RecoveryCode(agent_id=agent_id, code_hash=hash_token(code)) for code in plain)
    session.flush()
    return ["-".join(code[at : at + _PART] for at in range(0, len(code), _PART)) for code in plain]


def use(session: Session, agent_id: int, given: str) -> bool:
    """Spend a code; False when it is none of the agent's, or was used before."""
    code = "".join(given.split()).replace("-", "").lower()
    spent = (
        update(RecoveryCode)
        .where(
            RecoveryCode.agent_id == agent_id,
            RecoveryCode.code_hash == hash_token(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return db.changed(session, spent) == 1


def left(session: Session, agent_id: int) -> int:
    """Return how many codes an agent still has."""
    unused = select(func.count()).where(RecoveryCode.agent_id == agent_id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def forget(session: Session, agent_id: int) -> None:
    """Delete all codes of an agent."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.agent_id == agent_id))
