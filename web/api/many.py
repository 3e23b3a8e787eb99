"""One change of many tickets."""

from litestar import post
from litestar.params import JSONBody

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
    outcome = change_many(data.ids, data.change.as_change(), by=actor)
    return {
        "done": outcome.done,
        "refused": [{"id": one.ticket_id, "number": one.number, "code": one.code} for one in outcome.refused],
        "undo": [{"ids": ids, "change": shown_change(change)} for change, ids in outcome.undo],
    }


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
