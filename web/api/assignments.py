"""Who has a ticket."""

from litestar import Controller, delete, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import assign, versions
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.shown.tickets import RowAnswer
from web.api.schemas.tickets import Assignee, NoBody
from web.provided import TheActor

ROW = gives(RowAnswer, 404, 409)


class Assignments(Controller):
    """Giving, taking and giving back."""

    path = "/api/tickets/{ticket_id:int}"
    opt = AGENT
    tags = ("tickets",)

    @put("/assignee", sync_to_thread=True, responses=ROW)
    def give(self, ticket_id: FromPath[int], data: JSONBody[Assignee], actor: TheActor) -> Json:
        """Give a ticket to an agent, or to nobody."""
        with db.transaction() as session:
            if data.version is not None:
                versions.require_version(session, ticket_id, version=data.version, by=actor)
            assign.assign(session, ticket_id, agent_id=data.agent_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/assignment", sync_to_thread=True, responses=ROW)
    def take(self, ticket_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Take a ticket nobody has; 409 "taken" names who was faster."""
        with db.transaction() as session:
            assign.take(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @delete("/assignment", sync_to_thread=True, status_code=200, responses=ROW)
    def give_back(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Put a ticket back into the queue with its original age."""
        with db.transaction() as session:
            assign.give_back(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)
