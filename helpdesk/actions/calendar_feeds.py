"""The secret address by which an agent's calendar program reads what is due."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions import audit
from helpdesk.models import CalendarFeed
from helpdesk.permissions import Actor
from helpdesk.tokens import hash_token, new_token


def open_feed(session: Session, *, by: Actor) -> str:
    """Give an agent a new secret address and end the one before; returns its token, which nobody sees again."""
    assert by.agent_id is not None
    token = new_token()
    feed = session.get(CalendarFeed, by.agent_id)
    if feed is None:
        feed = CalendarFeed(agent_id=by.agent_id)
        session.add(feed)
    feed.token_hash, feed.created_at = hash_token(token), clock.now()
    audit.append(session, "calendar_feed.opened", by=by, what=f"agent:{by.agent_id}")
    return token


def close_feed(session: Session, *, by: Actor) -> None:
    """End an agent's secret address; harmless where there is none."""
    if session.scalar(select(CalendarFeed.agent_id).where(CalendarFeed.agent_id == by.agent_id)) is None:
        return
    session.execute(delete(CalendarFeed).where(CalendarFeed.agent_id == by.agent_id))
    audit.append(session, "calendar_feed.closed", by=by, what=f"agent:{by.agent_id}")
