"""Requests for approval: asked, answered, withdrawn."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import approvals
from helpdesk.actions.promises import Due
from helpdesk.models import Answer
from helpdesk.queries.approvals import approval_view, open_approvals, ticket_approvals
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.help import ApprovalAnswer, NewApproval
from web.api.schemas.shown.help import ApprovalView
from web.provided import TheActor


class Approvals(Controller):
    """What colleagues are asked to approve."""

    path = "/api"
    opt = AGENT
    tags = ("help",)

    @get("/approvals", sync_to_thread=True, responses=gives(list[ApprovalView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return what one is asked and what one asked, as long as it is open; the next due first."""
        with db.reading_one_state() as session:
            return open_approvals(session, actor)

    @get("/tickets/{ticket_id:int}/approvals", sync_to_thread=True, responses=gives(list[ApprovalView], 404))
    def of_ticket(self, ticket_id: FromPath[int], actor: TheActor) -> list[Json]:
        """Return the requests of a ticket, open ones first and then the newest."""
        with db.reading_one_state() as session:
            return ticket_approvals(session, actor, ticket_id)

    @post(
        "/tickets/{ticket_id:int}/approvals", sync_to_thread=True, responses=gives(ApprovalView, 404, 409, status=201)
    )
    def ask(self, ticket_id: FromPath[int], data: JSONBody[NewApproval], actor: TheActor) -> Json:
        """Ask a colleague; the ticket is on hold until they answer, and they may read it."""
        due = Due(data.due_at, data.due_on)
        with db.transaction() as session:
            asked = approvals.ask(session, ticket_id, data.asked_id, question=data.question, due=due, by=actor)
            return approval_view(session, actor, asked.id)

    @put("/approvals/{approval_id:int}/answer", sync_to_thread=True, responses=gives(ApprovalView, 404, 409))
    def answer(self, approval_id: FromPath[int], data: JSONBody[ApprovalAnswer], actor: TheActor) -> Json:
        """Answer what one was asked; only the first answer counts."""
        with db.transaction() as session:
            approvals.answer(session, approval_id, Answer(data.answer), reason=data.reason, by=actor)
            session.flush()
            return approval_view(session, actor, approval_id)

    @delete("/approvals/{approval_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def withdraw(self, approval_id: FromPath[int], actor: TheActor) -> None:
        """Take a request back that nobody has answered."""
        with db.transaction() as session:
            approvals.withdraw(session, approval_id, by=actor)
