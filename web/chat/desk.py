"""What the visitor's side asks of the desk. Everything here blocks on the database and runs in a thread."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from channels.webchat.parse import Reason, Refused
from helpdesk import clock, db, settings
from helpdesk.actions import guard, visitors, visits
from helpdesk.actions.receive import receive_message
from helpdesk.actions.visitor_identity import Taken
from helpdesk.crash import crash_point
from helpdesk.errors import Invalid, NotFound, TooMany
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Channel, ChannelKind, Customer, Identity, Visitor
from helpdesk.queries import visitor as queries
from helpdesk.queries.presences import is_anyone_there
from helpdesk.queries.rows import Json
from helpdesk.queries.visitor_news import ChatThread, fact_of_message, facts_after, threads_of
from helpdesk.together import together
from helpdesk.widget.design import Uploads, design_of
from helpdesk.widget.signed import Person, Unproved
from web.chat import identity, limits
from web.chat.entry import admitted

FIRST_EVENTS: Final = 50
UNSEEN_EVENTS: Final = 10

_STANDING: Final = (
    select(Visitor.id, Customer.blocked_at, Visitor.proved_until)
    .join(Identity, Identity.id == Visitor.identity_id)
    .join(Customer, Customer.id == Identity.customer_id)
    .where(Visitor.token_hash == bindparam("token_hash"), Visitor.channel_id == bindparam("channel_id"))
)

Key = tuple[int, str]  # channel id and what threads call the visitor


@dataclass(frozen=True, slots=True)
class ChatChannel:
    """One chat widget that is open; `name` is what visitors read above it."""

    id: int
    key: str
    name: str
    config: Mapping[str, Any]  # JSON: allowed_origins, colors, position, greeting


@dataclass(frozen=True, slots=True)
class Standing:
    """What a browser is told when it connects. cursors: up to which seq it knows each ticket afterwards."""

    welcome: Json
    key: Key | None
    threads: tuple[ChatThread, ...]
    cursors: dict[int, int]


def open_channel(key: str) -> ChatChannel:
    """Return the chat widget with this public key; NotFound when there is none or it is paused."""
    with db.reading() as session:
        found = session.scalar(
            select(Channel).where(
                Channel.public_key == key, Channel.kind == ChannelKind.WEBCHAT, Channel.is_paused.is_(False)
            )
        )
        if found is None:
            raise NotFound
        title = found.config.get("title") or settings.get(session, "desk_name")
        return ChatChannel(found.id, found.public_key, title, found.config)


def is_online() -> bool:
    """Say whether somebody would answer now."""
    with db.reading() as session:
        return is_anyone_there(session)


def stand(channel_id: int, token_hash: str | None, cursors: Mapping[int, int]) -> Standing:
    """Return where a visitor stands, with the events after their cursors or, without one, the newest ticket's last 50."""
    with db.reading() as session:
        visitor = _visitor(session, channel_id, token_hash)
        heads = queries.tickets(session, visitor) if visitor else []
        told, events, truncated = _events(session, visitor, heads, cursors)
        welcome = {
            "t": "welcome",
            "online": is_anyone_there(session),
            "tickets": heads,
            "events": events,
            "truncated": truncated,
            **_who(session, visitor),
        }
        threads = threads_of(session, channel_id=channel_id, peer=visitor.peer) if visitor else []
        return Standing(welcome, (channel_id, visitor.peer) if visitor else None, tuple(threads), told)


def find_key(channel_id: int, token_hash: str) -> Key | None:
    """Return under which key a visitor's tickets are; None for who has not written yet."""
    with db.reading() as session:
        visitor = _visitor(session, channel_id, token_hash)
        return (channel_id, visitor.peer) if visitor else None


def newer(key: Key, cursors: Mapping[int, int]) -> tuple[list[ChatThread], list[Json]]:
    """Return a visitor's tickets and what they have not been told; cursors by number."""
    with db.reading() as session:
        threads = threads_of(session, channel_id=key[0], peer=key[1])
        return threads, facts_after(session, {one.ticket_id: cursors.get(one.number, 0) for one in threads})


def page_of_events(channel_id: int, token_hash: str, number: int, after: int) -> tuple[list[Json], bool]:
    """Return up to 100 events of one of the visitor's tickets after a seq, and whether there are more."""
    with db.reading() as session:
        visitor = _visitor(session, channel_id, token_hash)
        if visitor is None:
            raise NotFound
        found = queries.events(session, visitor, number, after=after)
        return found, len(found) == queries.MAX_EVENTS


def take(incoming: IncomingMessage, *, address: str, person: Person | None = None) -> Json:
    """Receive a message and return the fact its visitor is told; Refused says what is wrong with it.

    person: whom their site proved them to be.
    """
    assert incoming.visitor is not None
    token_hash = incoming.visitor.token_hash
    known = _standing_of(incoming.channel_id, token_hash)
    if known is None:
        incoming = _looked_at(admitted(incoming, _config(incoming.channel_id), person))
    elif known.blocked_at is not None:
        raise Refused(Reason.BLOCKED, "The desk takes no messages from here.")
    elif known.proved_until is not None and known.proved_until <= clock.now():
        raise Refused(Reason.IDENTITY, "What the site proved has run out; it has to identify the visitor again.")
    try:
        limits.spend_message(
            channel_id=incoming.channel_id, token_hash=token_hash, address=address, is_new=known is None
        )
    except TooMany as error:
        raise Refused(Reason.TOO_MANY, error.detail) from None
    message_id = together(lambda session: _receive(session, incoming, None if known else person))
    crash_point("receive.after_commit")
    crash_point("chat.before_ack")
    with db.reading() as session:
        return fact_of_message(session, message_id)


def turn_page(channel_id: int, token_hash: str, page: Mapping[str, str]) -> None:
    """Note that a visitor who has written went on to another page."""
    with db.transaction() as session:
        visitor = _visitor(session, channel_id, token_hash)
        if visitor is not None:
            visits.turn(session, visitor, page)


def mark_seen(channel_id: int, token_hash: str, number: int, seq: int) -> None:
    """Note up to where a visitor has seen one of their tickets."""
    with db.transaction() as session:
        visitor = _visitor(session, channel_id, token_hash)
        if visitor is not None:
            visitors.seen(session, visitor, number, seq)


def _receive(session: Session, incoming: IncomingMessage, person: Person | None) -> int:
    visitor = incoming.visitor
    assert visitor is not None
    try:
        if person is not None:
            identity.bind(session, incoming.channel_id, visitor.token_hash, person, locale=visitor.locale)
        message = receive_message(session, incoming)
        if visitor.is_suspect:
            guard.set_aside(session, message)
        return message.id
    except (Unproved, Taken) as error:
        raise Refused(Reason.IDENTITY, error.code) from None
    except Invalid as error:
        raise Refused(Reason.ATTACHMENT if "attachment_ids" in error.fields else Reason.INVALID, error.detail) from None


def _looked_at(incoming: IncomingMessage) -> IncomingMessage:
    assert incoming.visitor is not None
    suspect = incoming.visitor.is_suspect or guard.is_suspect(incoming.text)
    return replace(incoming, visitor=replace(incoming.visitor, is_suspect=suspect))


def _who(session: Session, visitor: Visitor | None) -> Json:
    if visitor is None:
        return {"known": {"name": False, "email": False, "phone": False}, "verified": False, "consented": False}
    return queries.known_of(session, visitor)


def uploads_of(channel_id: int) -> Uploads:
    """Return which files a widget takes."""
    return design_of(_config(channel_id)).uploads


def _config(channel_id: int) -> Mapping[str, Any]:  # JSON
    with db.reading() as session:
        return session.get_one(Channel, channel_id).config


def _standing_of(channel_id: int, token_hash: str) -> Row[int, datetime | None, datetime | None] | None:
    with db.reading() as session:
        return session.execute(_STANDING, {"channel_id": channel_id, "token_hash": token_hash}).first()


def _visitor(session: Session, channel_id: int, token_hash: str | None) -> Visitor | None:
    return queries.visitor_by_hash(session, channel_id, token_hash) if token_hash else None


def _events(
    session: Session, visitor: Visitor | None, heads: list[Json], cursors: Mapping[int, int]
) -> tuple[dict[int, int], list[Json], bool]:
    told: dict[int, int] = {}
    events: list[Json] = []
    truncated = False
    for at, head in enumerate(heads, start=1):
        number, last = head["number"], head["seq"]
        is_newest = at == len(heads)
        # Of the others what the visitor has not seen, so that it counts as unread.
        unseen = min(last, max(head["customer_seen"], last - UNSEEN_EVENTS))
        after = cursors.get(number, max(0, last - FIRST_EVENTS) if is_newest else unseen)
        truncated = truncated or (number not in cursors and after > 0)
        found = queries.events(session, visitor, number, after=after) if visitor and after < last else []
        told[number] = found[-1]["seq"] if found else min(after, last)
        events += found
    return told, events, truncated
