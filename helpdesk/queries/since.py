"""What happened after a position."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Event
from helpdesk.outbox import last_position

RESUME_DAYS = 14
# Built once: the live feed asks this many times a second.
_AFTER = select(Event).where(Event.position > bindparam("position")).order_by(Event.position).limit(bindparam("limit"))


def events_after(session: Session, position: int, *, limit: int) -> Sequence[Event]:
    """Return up to `limit` numbered events after `position`, in order of position."""
    return session.scalars(_AFTER, {"position": position, "limit": limit}).all()


def can_resume(session: Session, position: int, *, limit: int) -> bool:
    """Say whether a screen at `position` can catch up by at most `limit` events of the last 14 days."""
    newest = last_position(session)
    if not 0 <= position <= newest or newest - position > limit:
        return False
    first_missed = session.scalar(
        select(Event.created_at).where(Event.position > position).order_by(Event.position).limit(1)
    )
    return first_missed is None or first_missed > clock.now() - timedelta(days=RESUME_DAYS)
