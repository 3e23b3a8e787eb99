"""How the ways in and out of channels are doing; written only when that changes, or a minute later."""

from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.models import ChannelHealth, Direction
from helpdesk.permissions import SYSTEM

LOOK_AGAIN: Final = timedelta(minutes=1)
CODE_CHARS: Final = 40
DETAIL_CHARS: Final = 500


def note_working(session: Session, channel_id: int, direction: Direction) -> None:
    """Note that one way of a channel works."""
    _note(session, channel_id, direction, code="", detail="")


def note_trouble(session: Session, channel_id: int, direction: Direction, *, code: str, detail: str = "") -> None:
    """Note what is wrong with one way of a channel: a code that has a text in every language, and the provider's words."""
    _note(session, channel_id, direction, code=code[:CODE_CHARS], detail=detail[:DETAIL_CHARS])


def _note(session: Session, channel_id: int, direction: Direction, *, code: str, detail: str) -> None:
    now = clock.now()
    known = session.get(ChannelHealth, (channel_id, direction))
    if known is not None and known.code == code and now - known.checked_at < LOOK_AGAIN:
        return
    is_news = known is None or known.code != code
    if known is None:
        known = ChannelHealth(channel_id=channel_id, direction=direction, since=now)
        session.add(known)
    elif known.is_working == bool(code):  # another trouble goes on from the one before
        known.since = now
    known.is_working, known.code, known.detail, known.checked_at = not code, code, detail, now
    if is_news:
        events.record(session, "workspace.changed", by=SYSTEM, data={"what": "channels"})
    session.flush()
