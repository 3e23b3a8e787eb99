"""What can be done about a reply on its way: take it back, send it again, say that it arrived."""

from litestar import Controller, delete, post, put
from litestar.params import FromPath, JSONBody

from channels.checking import check_unknown
from helpdesk import db
from helpdesk.actions import delivery, original_sender, release, reply
from helpdesk.queries.messages import message_views
from helpdesk.queries.rows import Json
from helpdesk.queries.ticket import draft_view
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.shown.messages import CheckAnswer, DraftAnswer, MessageAnswer
from web.api.schemas.shown.tickets import RowAnswer
from web.api.schemas.tickets import NoBody
from web.provided import TheActor


class Messages(Controller):
    """Replies on their way."""

    path = "/api/messages/{message_id:int}"
    opt = AGENT
    tags = ("messages",)

    @delete("/release", sync_to_thread=True, status_code=200, responses=gives(DraftAnswer, 404, 409))
    def withdraw(self, message_id: FromPath[int], actor: TheActor) -> Json:
        """Take back an own reply that is still held, or any scheduled one; it becomes its writer's draft again.

        draft: null where it was forwarded to somebody else, or where a colleague wrote it.
        """
        with db.transaction() as session:
            draft = reply.withdraw(session, message_id, by=actor)
            is_own = draft is not None and draft.agent_id == actor.agent_id
            return {"draft": draft_view(session, draft) if draft is not None and is_own else None}

    @put("/release", sync_to_thread=True, responses=gives(MessageAnswer, 404, 409))
    def send_now(self, message_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> Json:
        """Send a held or scheduled reply now; 409 "withdrawn" for one that was taken back."""
        with db.transaction() as session:
            release.release_now(session, message_id, by=actor)
            return {"message": message_views(session, [message_id])[message_id]}

    @post("/attempts", sync_to_thread=True, responses=gives(MessageAnswer, 404, 409, status=201))
    def retry(self, message_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> Json:
        """Send a failed or unknown reply again."""
        with db.transaction() as session:
            delivery.retry(session, message_id, by=actor)
            return {"message": message_views(session, [message_id])[message_id]}

    @put("/confirmation", sync_to_thread=True, responses=gives(MessageAnswer, 404, 409))
    def confirm(self, message_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> Json:
        """Mark an unknown reply as sent."""
        with db.transaction() as session:
            delivery.confirm(session, message_id, by=actor)
            return {"message": message_views(session, [message_id])[message_id]}

    @post("/checks", sync_to_thread=True, responses=gives(CheckAnswer, 404, 409, status=201))
    def check(self, message_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> Json:
        """Look for an unknown reply where its provider keeps copies; it is marked as sent when it is there."""
        found = check_unknown(message_id, by=actor)
        with db.reading() as session:
            return {"found": found.value, "message": message_views(session, [message_id])[message_id]}

    @post("/customer", sync_to_thread=True, responses=gives(RowAnswer, 404, 409, status=201))
    def make_customer(self, message_id: FromPath[int], actor: TheActor, data: JSONBody[NoBody]) -> Json:
        """Make whoever a forwarded mail is from the customer of a ticket of their own, and return its row."""
        with db.transaction() as session:
            theirs = original_sender.make_customer(session, message_id, by=actor)
            return row_answer(session, theirs.id, actor)
