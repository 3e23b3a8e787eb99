"""Ratings: given by a link that works for two weeks.

A token is derived from the letter that asks, by a key of the desk: it lies nowhere, neither in the ticket, where agents
could rate themselves, nor in the database, which keeps its hash.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, markup, outside, secrets
from helpdesk.actions.access import open_ticket, touch
from helpdesk.errors import Expired, Invalid
from helpdesk.models import (
    Rating,
    Ticket,
)
from helpdesk.permissions import CUSTOMER, SYSTEM
from helpdesk.tokens import hash_token

PURPOSE: Final = "rating link, 1"
SCORES: Final = range(1, 6)
COMMENT_CHARS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page behind a link shows."""

    number: int
    language: str
    score: int | None
    comment: str


def links(session: Session, message_ids: Collection[int]) -> dict[int, str]:
    """Return where the letters of these ids let the customer rate, by id."""
    if not message_ids:
        return {}
    found = session.execute(select(Rating.message_id, Rating.token_hash).where(Rating.message_id.in_(message_ids)))
    return {
        id: f"{outside.public_url()}/ratings/{token}"
        for id, kept in found
        if id is not None and (token := _token(id, kept))
    }


def find(session: Session, token: str) -> Asked:
    """Return what a link asks about; Expired when it is too old or was never given."""
    rating, ticket = _open(session, token)
    return Asked(ticket.number, ticket.language, rating.score, rating.comment)


def rate(session: Session, token: str, *, score: int, comment: str = "") -> None:
    """Keep a rating; given again while the link works, it replaces the one before."""
    comment = markup.clean(comment).strip()
    if len(comment) > COMMENT_CHARS:
        raise Invalid(f"A comment has at most {COMMENT_CHARS} characters.", comment="comment_too_long")
    rating, ticket = _open(session, token)
    _keep(session, rating, ticket, score=score, comment=comment)


def rate_asked(session: Session, message_id: int, *, score: int) -> None:
    """Keep a rating given below the very message that asked for it; Expired when that is too long ago or asked nothing."""
    found = session.execute(
        select(Rating, Ticket)
        .join(Ticket, Ticket.id == Rating.ticket_id)
        .where(Rating.message_id == message_id, Rating.expires_at > clock.now())
    ).first()
    if found is None:
        raise Expired
    _keep(session, found[0], found[1], score=score, comment=found[0].comment)


def _keep(session: Session, rating: Rating, ticket: Ticket, *, score: int, comment: str) -> None:
    if score not in SCORES:
        raise Invalid("A rating is a whole number from 1 to 5.", score="choose")
    if (rating.score, rating.comment) == (score, comment):
        return
    open_ticket(session, ticket.id, by=SYSTEM)
    rating.score, rating.comment, rating.rated_at = score, comment, clock.now()
    touch(ticket)
    events.record(session, "ticket.rated", by=CUSTOMER, ticket=ticket, agent_id=rating.agent_id, data={"score": score})


def _open(session: Session, token: str) -> tuple[Rating, Ticket]:
    found = session.execute(
        select(Rating, Ticket)
        .join(Ticket, Ticket.id == Rating.ticket_id)
        .where(Rating.token_hash == hash_token(token), Rating.expires_at > clock.now())
    ).first()
    if found is None:
        raise Expired
    return found[0], found[1]


def _token(message_id: int, kept: str) -> str:
    return next((token for token in tokens(message_id) if hash_token(token) == kept), "")


def tokens(message_id: int) -> list[str]:
    """Return the token of a letter by each of our keys, the newest first: 256 bits nobody else can compute."""
    keys = secrets.derived(PURPOSE)
    made = (hmac.new(key, f"rating {message_id}".encode(), hashlib.sha256).digest() for key in keys)
    return [base64.urlsafe_b64encode(digest).rstrip(b"=").decode() for digest in made]
