"""Replies to the customer and internal notes."""

from litestar import Controller, Response, post
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import reply
from helpdesk.actions.reply import Writing
from helpdesk.crash import crash_point
from helpdesk.queries.messages import message_views
from helpdesk.queries.rows import Json
from helpdesk.queries.sent import was_sent
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.messages import MessageAnswer
from web.api.schemas.tickets import NewNote, NewReply
from web.provided import TheActor

CREATED = gives(MessageAnswer, 404, 409, status=201)


class Replies(Controller):
    """What agents write on a ticket."""

    path = "/api/tickets/{ticket_id:int}"
    opt = AGENT
    tags = ("messages",)

    @post("/replies", sync_to_thread=True, responses=CREATED)
    def reply(self, ticket_id: FromPath[int], data: JSONBody[NewReply], actor: TheActor) -> Response[Json]:
        """Answer the customer; the same client_key again gives the same message, with 200 instead of 201."""
        recipients = data.recipients.as_recipients() if data.recipients else None
        writing = Writing(
            data.text,
            data.client_key,
            data.attachment_ids,
            recipients,
            buttons=data.buttons,
            answers_id=data.answers_message_id,
            send_at=data.send_at,
        )
        seen = None if data.force else data.seen_message_id
        with db.transaction() as session:
            is_known = was_sent(session, actor, data.client_key)
            message = reply.send_reply(
                session, ticket_id, writing, by=actor, thread_id=data.thread_id, seen_message_id=seen
            )
            answer = _answer(session, message.id, is_known=is_known)
        crash_point("reply.after_commit")
        return answer

    @post("/notes", sync_to_thread=True, responses=CREATED)
    def note(self, ticket_id: FromPath[int], data: JSONBody[NewNote], actor: TheActor) -> Response[Json]:
        """Add a note that no customer ever sees; the same client_key again gives the same note."""
        writing = Writing(data.text, data.client_key, data.attachment_ids)
        with db.transaction() as session:
            is_known = was_sent(session, actor, data.client_key)
            message = reply.add_note(session, ticket_id, writing, by=actor)
            return _answer(session, message.id, is_known=is_known)


def _answer(session: Session, message_id: int, *, is_known: bool) -> Response[Json]:
    view = message_views(session, [message_id])[message_id]
    return Response({"message": view}, status_code=200 if is_known else 201)
