"""An agent's unsent texts, kept on the server."""

from litestar import Controller, delete, get, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import drafts
from helpdesk.errors import NotFound
from helpdesk.models import DraftMode
from helpdesk.queries.drafts import draft
from helpdesk.queries.rows import Json
from helpdesk.queries.ticket import draft_view
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.messages import DraftView
from web.api.schemas.tickets import DraftText
from web.provided import TheActor


class Drafts(Controller):
    """The agent's own draft of a reply or a note on a ticket."""

    path = "/api/tickets/{ticket_id:int}/drafts/{mode:str}"
    opt = AGENT
    tags = ("drafts",)

    @get(sync_to_thread=True, responses=gives(DraftView, 404))
    def show(self, ticket_id: FromPath[int], mode: FromPath[str], actor: TheActor) -> Json:
        """Return the draft; 404 when there is none. mode: reply or note."""
        with db.reading() as session:
            return draft(session, actor, ticket_id, _mode(mode))

    @put(sync_to_thread=True, responses=gives(DraftView, 404, 409))
    def save(self, ticket_id: FromPath[int], mode: FromPath[str], data: JSONBody[DraftText], actor: TheActor) -> Json:
        """Keep the draft; 409 "newer_draft" carries the other text when it was saved elsewhere meanwhile."""
        with db.transaction() as session:
            kept = drafts.save(
                session,
                ticket_id,
                _mode(mode),
                text=data.text,
                attachment_ids=data.attachment_ids,
                revision=data.revision,
                by=actor,
            )
            return draft_view(session, kept)

    @delete(sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, ticket_id: FromPath[int], mode: FromPath[str], actor: TheActor) -> None:
        """Throw the draft away; nothing happens when there is none."""
        with db.transaction() as session:
            drafts.delete(session, ticket_id, _mode(mode), by=actor)


def _mode(word: str) -> DraftMode:
    if word not in set(DraftMode):
        raise NotFound
    return DraftMode(word)
