"""Visitors of chats: what agents see of them, and refusing to hear from one."""

from litestar import Controller, delete, get, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import erasures
from helpdesk.actions.blocks import block, unblock
from helpdesk.queries import visitor_page
from helpdesk.queries.rows import Json
from web.access import ADMIN, AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.visitors import VisitorView
from web.api.schemas.tickets import NoBody
from web.provided import TheActor, TheAddress


class Visitors(Controller):
    """Who writes in a chat."""

    path = "/api"
    opt = AGENT
    tags = ("customers",)

    @get("/tickets/{ticket_id:int}/visitor", sync_to_thread=True, responses=gives(VisitorView, 404))
    def show(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Return the visitor of a chat: page, device, what they looked at within a day, what they filled in."""
        with db.reading_one_state() as session:
            return visitor_page.visitor(session, actor, ticket_id)

    @put(
        "/tickets/{ticket_id:int}/erasure",
        opt=ADMIN,
        sync_to_thread=True,
        status_code=204,
        responses=gives(None, 404, status=204),
    )
    def erase(self, ticket_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> None:
        """Delete at once what the visitor of a chat asked to have deleted, without waiting for its day."""
        with db.transaction() as session:
            erasures.fulfil_now(session, ticket_id, by=actor)

    @delete("/tickets/{ticket_id:int}/erasure", opt=ADMIN, sync_to_thread=True, responses=gives(None, 404, status=204))
    def keep(self, ticket_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Delete nothing, although the visitor of a chat asked for it."""
        with db.transaction() as session:
            erasures.cancel(session, ticket_id, by=actor, address=address)

    @put(
        "/customers/{customer_id:int}/block",
        sync_to_thread=True,
        status_code=204,
        responses=gives(None, 404, status=204),
    )
    def block(self, customer_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor, address: TheAddress) -> None:
        """Take no more chat messages from a customer."""
        with db.transaction() as session:
            block(session, customer_id, by=actor, address=address)

    @delete("/customers/{customer_id:int}/block", sync_to_thread=True, responses=gives(None, 404, status=204))
    def unblock(self, customer_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Take a customer's chat messages again."""
        with db.transaction() as session:
            unblock(session, customer_id, by=actor, address=address)
