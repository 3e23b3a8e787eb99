"""The trash: tickets thrown away, and taken back."""

from litestar import Controller, delete, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import trash
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.shown.tickets import RowAnswer
from web.api.schemas.tickets import NoBody
from web.provided import TheActor, TheAddress


class Trash(Controller):
    """That a ticket is in the trash, whose list is the view "trash"."""

    path = "/api/tickets/{ticket_id:int}/trash"
    opt = AGENT
    tags = ("tickets",)

    @put(sync_to_thread=True, responses=gives(RowAnswer, 404, 409))
    def throw_away(
        self, ticket_id: FromPath[int], actor: TheActor, address: TheAddress, data: JSONBody[NoBody]
    ) -> Json:
        """Throw a ticket away; after the days of the setting trash_days what it says is deleted for good."""
        with db.transaction() as session:
            trash.throw_away(session, ticket_id, by=actor, address=address)
            return row_answer(session, ticket_id, actor)

    @delete(sync_to_thread=True, status_code=200, responses=gives(RowAnswer, 404, 409))
    def restore(self, ticket_id: FromPath[int], actor: TheActor, address: TheAddress) -> Json:
        """Take a ticket out of the trash as it was before; 409 "emptied" when it is too late."""
        with db.transaction() as session:
            trash.restore(session, ticket_id, by=actor, address=address)
            return row_answer(session, ticket_id, actor)
