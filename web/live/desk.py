"""A batch of events as the consoles are told of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.models import Event
from helpdesk.queries.workspace import presences
from web.live.news import TAKEN_BACK, TicketNews, Watched, add_details, encoded, ticket_news
from web.live.private import PrivateNews, private_news
from web.live.rights import Rights, rights_now

# What decides who may see what; settings and names do not.
RIGHTS: Final = frozenset({"agents", "teams"})
# What lends a ticket for reading, or ends that; a merge takes along what is asked.
LENDS: Final = TAKEN_BACK | {"approval.asked", "ticket.joined", "ticket.parted"}
# What any number of rows show has moved: deadlines, or the names of tags.
MOVES_ROWS: Final = frozenset({"deadlines", "tag_names"})


@dataclass(frozen=True, slots=True)
class Connected:
    """Who is connected to this process and what they show, for a thread to read."""

    watched: Watched
    session_ids: Collection[int]
    agent_ids: Collection[int]


@dataclass(frozen=True, slots=True)
class DeskNews:
    """What a batch of events up to `position` means to consoles. rights: None where they cannot have changed."""

    position: int
    events: Sequence[Event]
    watched: Watched
    tickets: Sequence[TicketNews] = ()
    private: Sequence[PrivateNews] = ()
    presence: bytes | None = None
    rights: Rights | None = None
    has_workspace: bool = False
    moved_rights: bool = False
    moved_rows: bool = False

    def in_order(self) -> list[TicketNews | PrivateNews]:
        """Return all that has a position, in order."""
        return sorted([*self.tickets, *self.private], key=attrgetter("position"))


def read_news(session: Session, events: Sequence[Event], connected: Connected) -> DeskNews:
    """Read what these events mean to the consoles connected here, in a bounded number of statements."""
    position = max((event.position or 0 for event in events), default=0)
    changed = [event for event in events if event.kind == "workspace.changed"]
    moved = any(event.data.get("what") in RIGHTS for event in changed)
    touches_rights = moved or any(event.kind == "session.revoked" or event.kind in LENDS for event in events)
    return DeskNews(
        position=position,
        events=events,
        watched=connected.watched,
        tickets=ticket_news(session, events, connected.watched),
        private=private_news(session, events, connected.agent_ids),
        presence=_presence(session, events),
        rights=_rights(session, connected) if touches_rights else None,
        has_workspace=bool(changed),
        moved_rights=moved,
        moved_rows=any(event.data.get("what") in MOVES_ROWS for event in changed),
    )


def with_details(session: Session, news: DeskNews, watched: Watched) -> DeskNews:
    """Read again what those see who began to watch while the batch was being read."""
    add_details(session, news.events, news.tickets, watched)
    return replace(news, watched=watched)


def _rights(session: Session, connected: Connected) -> Rights:
    return rights_now(session, session_ids=connected.session_ids, agent_ids=connected.agent_ids)


def _presence(session: Session, events: Sequence[Event]) -> bytes | None:
    changed = {event.agent_id for event in events if event.kind == "presence.changed"} - {None}
    if not changed:
        return None
    views = presences(session, [id for id in changed if id is not None])
    return encoded({"t": "presence", "agents": views})
