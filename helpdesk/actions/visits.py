"""Which pages a visitor looked at, kept for a day and only of those who have written."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Visitor
from helpdesk.queries.visitor_page import KEPT, recent

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


def forget_old(session: Session) -> int:
    """Drop the pages of those who have not been here for a day; returns how many visitors that were."""
    left = select(Visitor).where(Visitor.visits.is_not(None), Visitor.last_seen_at < clock.now() - KEPT).limit(BATCH)
    found = session.scalars(left).all()
    for visitor in found:
        visitor.visits, visitor.page = None, {}
    return len(found)
