"""Opening a ticket on a console: may this agent see it, and what happened in it just before."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Event, Ticket
from helpdesk.permissions import Actor, visible_to
from web.live.news import TicketNews, Watched, holders_of, ticket_news
from web.live.socket import Screen

# The browser asks the API for the ticket and tells the socket at the same time; whichever comes first, nothing is missed.
JUST_NOW: Final = timedelta(seconds=10)
MAX_EVENTS: Final = 50


def open_screen(session: Session, actor: Actor, ticket_id: int) -> Screen | None:
    """Return what a console is to watch; None when there is no such ticket or the agent may not see it."""
    found = session.execute(
        select(Ticket.customer_id, Ticket.team_id, Ticket.assignee_id).where(Ticket.id == ticket_id, visible_to(actor))
    ).first()
    if found is None:
        return None
    holders = holders_of(session, [found.customer_id]).get(found.customer_id, frozenset())
    return Screen(ticket_id, found.customer_id, found.team_id, found.assignee_id, holders)


def news_just_now(session: Session, screen: Screen, *, upto: int) -> Sequence[TicketNews]:
    """Return what was told of this ticket and its customer in the last 10 s, up to a position."""
    events = session.scalars(
        select(Event)
        .where(
            Event.customer_id == screen.customer_id,
            Event.created_at > clock.now() - JUST_NOW,
            Event.position <= upto,
        )
        .order_by(Event.position.desc())
        .limit(MAX_EVENTS)
    ).all()
    return ticket_news(session, events[::-1], Watched({screen.ticket_id}, {screen.customer_id}))
