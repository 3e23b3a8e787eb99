"""Replies that wait by a clock which may be set back meanwhile: for seconds to be taken back in, or to be tried again."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, literal

from helpdesk import clock, settings
from helpdesk.models import Message
from helpdesk.models.base import UtcDateTime

LONG_AGO: Final[BindParameter[datetime]] = literal(datetime(2000, 1, 1, tzinfo=UTC), UtcDateTime())
LONGEST_HOLD: Final = timedelta(seconds=settings.MAX_UNDO_S)
SKEW: Final = timedelta(seconds=5)  # between the clocks of two machines

# Nobody may hold a reply for that long: the clock was set back after it was written, and would keep it for as long.
# A moment its writer has chosen is meant as it stands. `latest` is `latest_release()`.
IS_HELD_TOO_LONG: Final[ColumnElement[bool]] = and_(
    Message.scheduled_for.is_(None), Message.release_at > bindparam("latest", type_=UtcDateTime())
)


def latest_release() -> datetime:
    """Return when a reply that is held from now on goes at the latest."""
    return clock.now() + LONGEST_HOLD


# Nobody has tried anything in the future: the clock was set back, and the pause after that try would last as much longer.
# `latest_try` is `latest_try()`.
IS_TRIED_IN_FUTURE: Final[ColumnElement[bool]] = Message.delivery_at > bindparam("latest_try", type_=UtcDateTime())


def latest_try() -> datetime:
    """Return when a reply was tried last at the latest, whichever machine says so."""
    return clock.now() + SKEW
