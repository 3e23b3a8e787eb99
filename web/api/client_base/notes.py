"""Notes about customers."""

from litestar import Controller, delete, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from helpdesk import db
from helpdesk.actions.client_base.notes import add_note, change_note, note_of_customer, remove_note
from helpdesk.queries.client_base.profile import notes
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.client_base import NewProfileNote, NotePatch
from web.api.schemas.shown.customers import ProfileNoteView
from web.provided import TheActor


class Notes(Controller):
    """What agents write down about a customer; no customer ever sees it."""

    path = "/api/customers/{customer_id:int}/notes"
    opt = AGENT
    tags = ("customers",)

    @post(sync_to_thread=True, responses=gives(list[ProfileNoteView], 404, 409, status=201))
    def add(self, customer_id: FromPath[int], data: JSONBody[NewProfileNote], actor: TheActor) -> list[Json]:
        """Add a note and return them all, pinned ones first, then the newest."""
        with db.transaction() as session:
            add_note(session, customer_id, text=data.text, is_pinned=data.is_pinned, by=actor)
            return notes(session, customer_id=customer_id)

    @patch("/{note_id:int}", sync_to_thread=True, responses=gives(list[ProfileNoteView], 404))
    def change(
        self, customer_id: FromPath[int], note_id: FromPath[int], data: JSONBody[NotePatch], actor: TheActor
    ) -> list[Json]:
        """Pin a note or write one's own anew; return them all."""
        with db.transaction() as session:
            note = note_of_customer(session, customer_id, note_id, by=actor)
            text = None if data.text is UNSET else data.text
            is_pinned = None if data.is_pinned is UNSET else data.is_pinned
            change_note(session, note, text=text, is_pinned=is_pinned, by=actor)
            session.flush()
            return notes(session, customer_id=customer_id)

    @delete("/{note_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, customer_id: FromPath[int], note_id: FromPath[int], actor: TheActor) -> None:
        """Remove a note of one's own; supervisors and admins may remove any."""
        with db.transaction() as session:
            remove_note(session, note_of_customer(session, customer_id, note_id, by=actor), by=actor)
