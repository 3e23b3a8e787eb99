"""What only the agent's own tabs hear: read marks, drafts, notifications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Draft, DraftMode, Event
from helpdesk.queries.notifications import by_ids
from helpdesk.queries.rows import Json
from helpdesk.queries.ticket import draft_view
from web.live.news import encoded

PRIVATE: Final = frozenset({"read.marked", "draft.saved", "draft.deleted", "notification.added", "follow.changed"})


@dataclass(frozen=True, slots=True)
class PrivateNews:
    """A frame for all sockets of one agent."""

    position: int
    agent_id: int
    frame: bytes


def private_news(session: Session, events: Sequence[Event], agent_ids: Collection[int]) -> list[PrivateNews]:
    """Return the private news of those agents that are connected here, in the order of the events."""
    own = [event for event in events if event.kind in PRIVATE and event.agent_id in agent_ids]
    drafts = _drafts(session, own)
    told = by_ids(session, [event.data["notification_id"] for event in own if event.kind == "notification.added"])
    return [
        PrivateNews(event.position or 0, event.agent_id or 0, encoded(_frame(session, event, drafts, told)))
        for event in own
    ]


def _frame(session: Session, event: Event, drafts: dict[tuple[int, int, str], Draft], told: dict[int, Json]) -> Json:
    data: Json = dict(event.data)
    if event.kind == "notification.added":
        data["notification"] = told.get(data["notification_id"])
    draft = drafts.get((event.agent_id or 0, event.ticket_id or 0, data.get("mode", "")))
    if event.kind == "draft.saved" and draft is not None:
        data |= draft_view(session, draft)
    return {"t": "private", "p": event.position, "kind": event.kind, "ticket": event.ticket_id, "data": data}


def _drafts(session: Session, own: Sequence[Event]) -> dict[tuple[int, int, str], Draft]:
    saved = [event for event in own if event.kind == "draft.saved"]
    if not saved:
        return {}
    found = session.scalars(
        select(Draft).where(
            Draft.agent_id.in_({event.agent_id for event in saved}),
            Draft.ticket_id.in_({event.ticket_id for event in saved}),
            Draft.mode.in_(list(DraftMode)),
        )
    )
    return {(draft.agent_id, draft.ticket_id, draft.mode.value): draft for draft in found}
