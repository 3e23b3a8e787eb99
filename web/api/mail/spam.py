"""Tickets that are spam."""

from litestar import Controller, delete, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import spam
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.shown.tickets import RowAnswer
from web.api.schemas.tickets import NoBody
from web.provided import TheActor


class Spam(Controller):
    """The mark that a ticket is spam."""

    path = "/api/tickets/{ticket_id:int}/spam"
    opt = AGENT
    tags = ("tickets",)

    @put(sync_to_thread=True, responses=gives(RowAnswer, 404))
    def mark(self, ticket_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> Json:
        """Close a ticket as spam."""
        with db.transaction() as session:
            spam.mark_spam(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @delete(sync_to_thread=True, status_code=200, responses=gives(RowAnswer, 404))
    def clear(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Put a ticket that is no spam into the queue."""
        with db.transaction() as session:
            spam.not_spam(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)
