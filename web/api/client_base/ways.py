"""Writing to a customer first, wherever that reaches them."""

from litestar import Controller, Response, get, post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.first_words import begin
from helpdesk.actions.writing import Writing
from helpdesk.crash import crash_point
from helpdesk.queries.messages import message_views
from helpdesk.queries.rows import Json
from helpdesk.queries.sent import was_sent
from helpdesk.queries.ways import way_views, ways_to
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.client_base import NewTicket
from web.api.schemas.shown.customers import WayView
from web.api.schemas.shown.messages import MessageAnswer
from web.provided import TheActor


class Ways(Controller):
    """The ways to a customer whom the agent works with."""

    path = "/api/customers/{customer_id:int}"
    opt = AGENT
    tags = ("customers",)

    @get("/ways", sync_to_thread=True, responses=gives(list[WayView], 404))
    def index(self, customer_id: FromPath[int], actor: TheActor) -> list[Json]:
        """Return where a customer can be written to, and why not elsewhere."""
        with db.reading_one_state() as session:
            return way_views(session, actor, ways_to(session, actor, customer_id))

    @post("/tickets", sync_to_thread=True, responses=gives(MessageAnswer, 404, 409, status=201))
    def begin(self, customer_id: FromPath[int], data: JSONBody[NewTicket], actor: TheActor) -> Response[Json]:
        """Write in a chat they have used: a new ticket; the same client_key again gives the same, with 200 instead of 201.

        409 "not_reachable" where nothing reaches them. By mail: POST /api/mails.
        """
        writing = Writing(data.text, data.client_key, data.attachment_ids, buttons=data.buttons, send_at=data.send_at)
        with db.transaction() as session:
            is_known = was_sent(session, actor, data.client_key)
            message = begin(
                session,
                customer_id,
                writing,
                channel_id=data.channel_id,
                identity_id=data.identity_id,
                subject=data.subject,
                by=actor,
            )
            view = message_views(session, [message.id])[message.id]
        crash_point("begin.after_commit")
        return Response({"message": view}, status_code=200 if is_known else 201)
