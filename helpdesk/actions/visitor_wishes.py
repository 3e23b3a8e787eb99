"""What a visitor may ask of their own tickets: that they end, to rate them, to go on elsewhere."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup
from helpdesk.actions import lifecycle
from helpdesk.actions.access import open_ticket, touch
from helpdesk.actions.rating_requests import LIFE, who_helped
from helpdesk.actions.ratings import COMMENT_CHARS, SCORES
from helpdesk.actions.telegram.starts import make_start
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import ENDED, Channel, Rating, Thread, Ticket, Visitor
from helpdesk.permissions import CUSTOMER
from helpdesk.queries.bot_links import bot_name
from helpdesk.tokens import hash_token, new_token
from helpdesk.widget.design import design_of

RATED_WITHIN: Final = timedelta(days=14)


def thread_of(session: Session, visitor: Visitor, number: int) -> Thread:
    """Return a visitor's thread on one of their own tickets; NotFound for anybody else's."""
    thread = session.scalar(
        select(Thread)
        .join(Ticket, Ticket.id == Thread.ticket_id)
        .where(Ticket.number == number, Thread.channel_id == visitor.channel_id, Thread.peer.in_(visitor.peers))
        .order_by(Thread.id.desc())
        .limit(1)
    )
    if thread is None:
        raise NotFound
    return thread


def end(session: Session, thread: Thread) -> None:
    """Resolve a ticket because its visitor says that they are done; repeating it changes nothing."""
    ticket = open_ticket(session, thread.ticket_id, by=CUSTOMER)
    if ticket.category in ENDED:
        return
    if not design_of(session.get_one(Channel, thread.channel_id).config).may_end:
        raise Conflict("Visitors do not end chats here.", code="not_offered")
    lifecycle.resolve(session, ticket.id, by=CUSTOMER)


def rate(session: Session, thread: Thread, *, score: int, comment: str = "") -> None:
    """Keep a visitor's rating; given again within two weeks it replaces the one before.

    Conflict "not_offered" before anybody has helped, or where the widget asks for no ratings.
    """
    if score not in SCORES:
        raise Invalid("A rating is a whole number from 1 to 5.", score="choose")
    comment = markup.clean(comment).strip()
    if len(comment) > COMMENT_CHARS:
        raise Invalid(f"A comment has at most {COMMENT_CHARS} characters.", comment="comment_too_long")
    ticket = open_ticket(session, thread.ticket_id, by=CUSTOMER)
    helper_id = who_helped(session, ticket)
    if helper_id is None or not design_of(session.get_one(Channel, thread.channel_id).config).asks_rating:
        raise Conflict("There is nothing to rate yet.", code="not_offered")
    rating = _rating(session, ticket, helper_id)
    if (rating.score, rating.comment) == (score, comment):
        return
    rating.score, rating.comment, rating.rated_at = score, comment, clock.now()
    touch(ticket)
    events.record(session, "ticket.rated", by=CUSTOMER, ticket=ticket, agent_id=rating.agent_id, data={"score": score})


def telegram_link(session: Session, thread: Thread) -> str:
    """Return a link that continues a ticket in Telegram, once, within a day."""
    design = design_of(session.get_one(Channel, thread.channel_id).config)
    bot_id = design.hand_over.telegram_channel_id
    name = bot_name(session, bot_id)
    if name is None or bot_id is None:
        raise Conflict("This chat cannot be continued in Telegram.", code="not_offered")
    return f"https://t.me/{name}?start={make_start(session, thread.ticket_id, channel_id=bot_id, by=CUSTOMER)}"


def _rating(session: Session, ticket: Ticket, helper_id: int) -> Rating:
    """Return the rating given in the chat, made when there is none; it has no letter and a link nobody was told."""
    now = clock.now()
    known = session.scalar(
        select(Rating)
        .where(Rating.ticket_id == ticket.id, Rating.message_id.is_(None), Rating.created_at > now - RATED_WITHIN)
        .order_by(Rating.id.desc())
        .limit(1)
    )
    if known is None:
        known = Rating(
            ticket_id=ticket.id,
            agent_id=helper_id,
            token_hash=hash_token(new_token()),
            created_at=now,
            expires_at=now + LIFE,
        )
        session.add(known)
        session.flush()
    return known
