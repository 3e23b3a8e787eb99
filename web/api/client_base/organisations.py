"""Organisations."""

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from helpdesk import db
from helpdesk.actions.client_base.notes import (
    add_organisation_note,
    change_note,
    note_of_organisation,
    remove_note,
)
from helpdesk.actions.client_base.organisations import (
    change_organisation,
    create_organisation,
    remove_organisation,
)
from helpdesk.queries.client_base.organisations import organisation, organisations
from helpdesk.queries.client_base.profile import notes
from helpdesk.queries.rows import Json
from web.access import AGENT, SUPERVISOR
from web.api.parameters import PageSize, Query
from web.api.schemas.answers import gives
from web.api.schemas.client_base import NewProfileNote, NotePatch
from web.api.schemas.outside import NewOrganisation, OrganisationPatch
from web.api.schemas.shown.customers import ProfileNoteView
from web.api.schemas.shown.outside import OrganisationPage, Organisations
from web.provided import TheActor, TheAddress


class OrganisationsOf(Controller):
    """The companies customers belong to; of their people and tickets everybody sees their own."""

    path = "/api/organisations"
    opt = AGENT
    tags = ("customers",)

    @get(sync_to_thread=True, responses=gives(Organisations))
    def index(self, actor: TheActor, q: Query = "", after: Query = "", limit: PageSize = 50) -> Json:
        """Return organisations in order of name; q: in the name or a domain; after: the last name of the page before."""
        with db.reading_one_state() as session:
            return organisations(session, actor, q=q, after=after, limit=limit)

    @post(sync_to_thread=True, responses=gives(OrganisationPage, 409, status=201))
    def create(self, data: JSONBody[NewOrganisation], actor: TheActor, address: TheAddress) -> Json:
        """Make an organisation; 409 "domain_taken" when another one has a domain."""
        with db.transaction() as session:
            made = create_organisation(session, data.as_changes(), by=actor, address=address)
            session.flush()
            return organisation(session, actor, made.id)

    @get("/{organisation_id:int}", sync_to_thread=True, responses=gives(OrganisationPage, 404))
    def show(self, organisation_id: FromPath[int], actor: TheActor) -> Json:
        """Return an organisation with domains, notes, people and tickets."""
        with db.reading_one_state() as session:
            return organisation(session, actor, organisation_id)

    @patch("/{organisation_id:int}", sync_to_thread=True, responses=gives(OrganisationPage, 404, 409))
    def change(
        self, organisation_id: FromPath[int], data: JSONBody[OrganisationPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change an organisation; whoever is verified to write from a new domain joins it."""
        with db.transaction() as session:
            change_organisation(session, organisation_id, data.as_changes(), by=actor, address=address)
            session.flush()
            return organisation(session, actor, organisation_id)

    @delete("/{organisation_id:int}", sync_to_thread=True, opt=SUPERVISOR, responses=gives(None, 404, 409, status=204))
    def remove(self, organisation_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Remove an organisation nobody belongs to; 409 "organisation_in_use" tells how many do."""
        with db.transaction() as session:
            remove_organisation(session, organisation_id, by=actor, address=address)

    @post("/{organisation_id:int}/notes", sync_to_thread=True, responses=gives(list[ProfileNoteView], 404, status=201))
    def add_note(self, organisation_id: FromPath[int], data: JSONBody[NewProfileNote], actor: TheActor) -> list[Json]:
        """Add a note and return them all."""
        with db.transaction() as session:
            add_organisation_note(session, organisation_id, text=data.text, is_pinned=data.is_pinned, by=actor)
            return notes(session, organisation_id=organisation_id)

    @patch(
        "/{organisation_id:int}/notes/{organisation_note_id:int}",
        sync_to_thread=True,
        responses=gives(list[ProfileNoteView], 404),
    )
    def change_note(
        self,
        organisation_id: FromPath[int],
        organisation_note_id: FromPath[int],
        data: JSONBody[NotePatch],
        actor: TheActor,
    ) -> list[Json]:
        """Pin a note or write one's own anew; return them all."""
        with db.transaction() as session:
            note = note_of_organisation(session, organisation_id, organisation_note_id)
            text = None if data.text is UNSET else data.text
            change_note(
                session, note, text=text, is_pinned=None if data.is_pinned is UNSET else data.is_pinned, by=actor
            )
            session.flush()
            return notes(session, organisation_id=organisation_id)

    @delete(
        "/{organisation_id:int}/notes/{organisation_note_id:int}",
        sync_to_thread=True,
        responses=gives(None, 404, status=204),
    )
    def remove_note(self, organisation_id: FromPath[int], organisation_note_id: FromPath[int], actor: TheActor) -> None:
        """Remove a note of one's own; supervisors and admins may remove any."""
        with db.transaction() as session:
            remove_note(session, note_of_organisation(session, organisation_id, organisation_note_id), by=actor)
