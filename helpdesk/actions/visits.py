"""Which pages a visitor looked at, kept for a day and only of those who have written."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Visitor

KEPT: Final = timedelta(hours=24)
MOST: Final = 20
BATCH: Final = 200


def turn(session: Session, visitor: Visitor, page: Mapping[str, str]) -> None:
    """Note that a visitor is on another page; the same page again changes nothing."""
    if not page.get("url") or page.get("url") == visitor.page.get("url"):
        return
    now = clock.now()
    visitor.page, visitor.last_seen_at = dict(page), now
    entry = {"url": page["url"], "title": page.get("title", ""), "at": now.isoformat()}
    visitor.visits = [*recent(visitor, now), entry][-MOST:]


def recent(visitor: Visitor, now: datetime) -> list[Any]:  # JSON, see Visitor.visits
    """Return the pages of the last 24 hours, the newest last."""
    return [one for one in visitor.visits or [] if now - datetime.fromisoformat(one["at"]) < KEPT]


def forget_old(session: Session) -> int:
    """Drop the pages of those who have not been here for a day; returns how many visitors that were."""
    left = select(Visitor).where(Visitor.visits.is_not(None), Visitor.last_seen_at < clock.now() - KEPT).limit(BATCH)
    found = session.scalars(left).all()
    for visitor in found:
        visitor.visits, visitor.page = None, {}
    return len(found)
