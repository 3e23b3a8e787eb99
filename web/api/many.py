"""One change of many tickets."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from litestar import post
from litestar.params import JSONBody

from helpdesk.actions.in_turn import Undo
from helpdesk.actions.many import (
    Change,
    SetAssignee,
    SetField,
    SetPriority,
    SetSnooze,
    SetSpam,
    SetStatus,
    SetTags,
    SetTeam,
    SetTrash,
    change_many,
)
from helpdesk.queries.rows import Json, iso
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.lists import ManyInput
from web.api.schemas.shown.lists import ManyChanged
from web.provided import TheActor

C = TypeVar("C")


@post(
    "/api/ticket-changes",
    sync_to_thread=True,
    opt=dict(AGENT),
    tags=["tickets"],
    status_code=200,
    responses=gives(ManyChanged),
)
def change_tickets(data: JSONBody[ManyInput], actor: TheActor) -> Json:
    """Change up to 100 tickets, each as far as it may be; the answer says what was refused and what takes the rest back."""
    was = None if data.was is None else data.was.as_change()
    outcome = change_many(data.ids, data.change.as_change(), by=actor, was=was)
    return {
        "done": outcome.done,
        "refused": [{"id": one.ticket_id, "number": one.number, "code": one.code} for one in outcome.refused],
        "undo": [shown_undo(undo, ids, shown_change) for undo, ids in outcome.undo],
    }


def shown_undo(undo: Undo[C], ids: Sequence[int], shown: Callable[[C], Json]) -> Json:
    """Return what takes a change of some back, in the shape in which it is sent."""
    return {"ids": ids, "change": shown(undo.change), "was": None if undo.was is None else shown(undo.was)}


def shown_change(change: Change) -> Json:
    """Return a change in the shape in which it is sent."""
    match change:
        case SetStatus():
            return {"status_id": change.status_id}
        case SetAssignee():
            return {"assignee_id": change.agent_id}
        case SetTeam():
            return {"team_id": change.team_id}
        case SetPriority():
            return {"priority": change.priority.word}
        case SetTags():
            return {"tags": {"add": change.add, "remove": change.remove}}
        case SetSnooze():
            return {"snoozed_until": iso(change.until)}
        case SetSpam():
            return {"is_spam": change.is_spam}
        case SetTrash():
            return {"is_trash": change.is_trash}
        case SetField():
            return {"field": {"key": change.key, "value": change.value}}
