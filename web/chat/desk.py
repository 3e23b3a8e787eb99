"""What the visitor's side asks of the desk. Everything here blocks on the database and runs in a thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db, settings
from helpdesk.actions import visitors, visits
from helpdesk.errors import NotFound
from helpdesk.models import Channel, ChannelKind, Visitor
from helpdesk.queries import visitor as queries
from helpdesk.queries.presences import is_anyone_there
from helpdesk.queries.rows import Json
from helpdesk.queries.visitor_news import ChatThread, facts_after, threads_of
from helpdesk.widget.design import Uploads, design_of

FIRST_EVENTS: Final = 50
UNSEEN_EVENTS: Final = 10

Key = tuple[int, str]  # channel id and what threads call the visitor
Keys = tuple[Key, ...]  # two of who was identified after writing unnamed


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
        threads = threads_of(session, channel_id=channel_id, peers=visitor.peers) if visitor else []
        return Standing(welcome, tuple(threads), told)


def find_keys(channel_id: int, token_hash: str) -> Keys:
    """Return under which keys a visitor's tickets are; none for who has not written yet."""
    with db.reading() as session:
        visitor = _visitor(session, channel_id, token_hash)
        return tuple((channel_id, peer) for peer in visitor.peers) if visitor else ()


def newer(keys: Keys, cursors: Mapping[int, int]) -> tuple[list[ChatThread], list[Json]]:
    """Return a visitor's tickets and what they have not been told; cursors by number."""
    with db.reading() as session:
        threads = threads_of(session, channel_id=keys[0][0], peers=[peer for _, peer in keys])
        return threads, facts_after(session, {one.ticket_id: cursors.get(one.number, 0) for one in threads})


def page_of_events(channel_id: int, token_hash: str, number: int, after: int) -> tuple[list[Json], bool]:
    """Return up to 100 events of one of the visitor's tickets after a seq, and whether there are more."""
    with db.reading() as session:
        visitor = _visitor(session, channel_id, token_hash)
        if visitor is None:
            raise NotFound
        found = queries.events(session, visitor, number, after=after)
        return found, len(found) == queries.MAX_EVENTS


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
