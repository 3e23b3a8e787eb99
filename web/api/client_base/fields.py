"""Custom fields: which there are, and those of a ticket."""

from litestar import Controller, get, patch, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.client_base.fields import change_field, create_field
from helpdesk.actions.client_base.ticket_fields import set_fields
from helpdesk.queries.client_base.fields import field_view, fields
from helpdesk.queries.rows import Json
from web.access import ADMIN, AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.client_base import FieldPatch, NewField, TicketFields
from web.api.schemas.shown.customers import FieldView
from web.api.schemas.shown.tickets import RowAnswer
from web.provided import TheActor, TheAddress


class CustomFields(Controller):
    """What this desk wants to know of customers, organisations and tickets besides."""

    path = "/api/custom-fields"
    opt = ADMIN
    tags = ("customers",)

    @get(sync_to_thread=True, opt=AGENT, responses=gives(list[FieldView]))
    def index(self) -> list[Json]:
        """Return all fields in their order, archived ones last."""
        with db.reading() as session:
            return fields(session)

    @post(sync_to_thread=True, responses=gives(FieldView, 409, status=201))
    def create(self, data: JSONBody[NewField], actor: TheActor, address: TheAddress) -> Json:
        """Define a field; 409 "key_taken" when there is one of this key, archived or not."""
        with db.transaction() as session:
            return field_view(create_field(session, data.as_draft(), by=actor, address=address))

    @patch("/{field_id:int}", sync_to_thread=True, responses=gives(FieldView, 404))
    def change(self, field_id: FromPath[int], data: JSONBody[FieldPatch], actor: TheActor, address: TheAddress) -> Json:
        """Change a field's words, choices or place, or archive it; what was written in it stays."""
        with db.transaction() as session:
            return field_view(change_field(session, field_id, data.as_changes(), by=actor, address=address))


@put(
    "/api/tickets/{ticket_id:int}/fields",
    sync_to_thread=True,
    opt=AGENT,
    tags=["customers"],
    responses=gives(RowAnswer, 404),
)
def set_ticket_fields(ticket_id: FromPath[int], data: JSONBody[TicketFields], actor: TheActor) -> Json:
    """Write some of a ticket's custom fields, null emptying one."""
    with db.transaction() as session:
        set_fields(session, ticket_id, fields=data.fields, by=actor)
        return row_answer(session, ticket_id, actor)
