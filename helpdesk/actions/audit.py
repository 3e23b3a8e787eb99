"""The audit log: who did what to what, append-only, each row hashed over the one before."""

import hashlib
import json
from contextlib import closing
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.models import Audit, Setting
from helpdesk.permissions import Actor

FIRST: Final = "0" * 64
END: Final = "audit.end"


def append(
    session: Session,
    verb: str,
    *,
    by: Actor,
    what: str = "",
    address: str = "",
    data: dict[str, Any] | None = None,  # JSON: ids, numbers and words of ours, never a person's text
) -> Audit:
    """Add a row for something done; verb: noun.past as for events; what: "agent:3"."""
    db.lock(session, "audit")
    session.flush()
    entry = Audit(
        at=clock.now(),
        agent_id=by.agent_id,
        verb=verb,
        object=what,
        address=address,
        data=data or {},
        previous_hash=session.scalar(select(Audit.hash).order_by(Audit.id.desc()).limit(1)) or FIRST,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    session.merge(Setting(key=END, value={"id": entry.id, "hash": entry.hash}, updated_at=entry.at))
    session.flush()
    return entry


def verify_chain(session: Session) -> int | None:
    """Return the id of the first row that was changed or follows a removed one; None when all hold.

    Rows cut off at the end do not show in the chain: `noted_end` says where it should end.
    """
    previous = FIRST
    db.in_transaction(session)
    with closing(session.scalars(select(Audit).order_by(Audit.id).execution_options(yield_per=500))) as entries:
        for entry in entries:
            if entry.previous_hash != previous or entry.hash != _hash(entry):
                return entry.id
            previous = entry.hash
    return None


def last_of(session: Session) -> tuple[int, str] | None:
    """Return id and hash of the last row, None when the log is empty."""
    last = session.execute(select(Audit.id, Audit.hash).order_by(Audit.id.desc()).limit(1)).one_or_none()
    return None if last is None else (last.id, last.hash)


def noted_end(session: Session) -> tuple[int, str] | None:
    """Return id and hash of the last row that was written, as they are noted outside of the log."""
    noted = session.scalar(select(Setting.value).where(Setting.key == END))
    return None if noted is None else (noted["id"], noted["hash"])


def _hash(entry: Audit) -> str:
    facts = [
        entry.previous_hash,
        entry.at.isoformat(timespec="microseconds"),
        entry.agent_id,
        entry.verb,
        entry.object,
        entry.address,
        entry.data,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
