"""Replies held back for the seconds in which they can be taken back, by a clock that may be set back meanwhile."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam

from helpdesk import clock, settings
from helpdesk.models import Message
from helpdesk.models.base import UtcDateTime

LONGEST_HOLD: Final = timedelta(seconds=settings.MAX_UNDO_S)

# Nobody may hold a reply for that long: the clock was set back after it was written, and would keep it for as long.
# A moment its writer has chosen is meant as it stands. `latest` is `latest_release()`.
IS_HELD_TOO_LONG: Final[ColumnElement[bool]] = and_(
    Message.scheduled_for.is_(None), Message.release_at > bindparam("latest", type_=UtcDateTime())
)


def latest_release() -> datetime:
    """Return when a reply that is held from now on goes at the latest."""
    return clock.now() + LONGEST_HOLD
