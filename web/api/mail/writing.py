"""Mails that begin with us: to a customer who has not written, and to somebody outside."""

from litestar import Response, post
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import first_mail
from helpdesk.actions.writing import Writing
from helpdesk.crash import crash_point
from helpdesk.queries.messages import message_views
from helpdesk.queries.rows import Json
from helpdesk.queries.sent import was_sent
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.mail import NewForward, NewMail
from web.api.schemas.shown.messages import MessageAnswer
from web.provided import TheActor

CREATED = gives(MessageAnswer, 404, 409, status=201)


@post("/api/mails", opt=AGENT, sync_to_thread=True, tags=("mail",), responses=CREATED)
def write_first(data: JSONBody[NewMail], actor: TheActor) -> Response[Json]:
    """Write to a customer: a new ticket; the same client_key again gives the same message, with 200 instead of 201."""
    recipients = data.recipients.as_recipients()
    writing = Writing(data.text, data.client_key, data.attachment_ids, recipients, send_at=data.send_at)

    def begin(session: Session) -> Response[Json]:
        is_known = was_sent(session, actor, data.client_key)
        message = first_mail.write_first(session, data.channel_id, writing, by=actor)
        return _answer(session, message.id, is_known=is_known)

    answer = db.retrying(begin)  # a mail from this very address may come at this moment
    crash_point("begin.after_commit")
    return answer


@post("/api/messages/{message_id:int}/forwards", opt=AGENT, sync_to_thread=True, tags=("messages",), responses=CREATED)
def forward(message_id: FromPath[int], data: JSONBody[NewForward], actor: TheActor) -> Response[Json]:
    """Send a message with its files to somebody else."""
    writing = Writing(data.text, data.client_key, data.attachment_ids, data.recipients.as_recipients())
    with db.transaction() as session:
        is_known = was_sent(session, actor, data.client_key)
        message = first_mail.forward(session, message_id, writing, by=actor)
        return _answer(session, message.id, is_known=is_known)


def _answer(session: Session, message_id: int, *, is_known: bool) -> Response[Json]:
    view = message_views(session, [message_id])[message_id]
    return Response({"message": view}, status_code=200 if is_known else 201)
