"""Links by which a customer sees their ticket without signing in."""

from litestar import Controller, delete, post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import ticket_pages
from helpdesk.queries.rows import Json, iso
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.pages import CustomerLink
from web.api.schemas.tickets import NoBody
from web.provided import TheActor, TheAddress


class CustomerLinks(Controller):
    """The link to a ticket's public page."""

    path = "/api/tickets/{ticket_id:int}/customer-link"
    opt = AGENT
    tags = ("tickets",)

    @post("/", sync_to_thread=True, responses=gives(CustomerLink, 404, 409, status=201))
    def give(self, ticket_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor, address: TheAddress) -> Json:
        """Return a link for the ticket's customer; it opens the page for 30 days."""
        with db.transaction() as session:
            link = ticket_pages.give_link(session, ticket_id, by=actor, address=address)
        return {"url": link.url, "address": link.address, "expires_at": iso(link.expires_at)}

    @delete("/", sync_to_thread=True, responses=gives(None, 404, status=204), status_code=204)
    def withdraw(self, ticket_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Withdraw all links to the page that were given so far, those in letters too."""
        with db.transaction() as session:
            ticket_pages.withdraw_links(session, ticket_id, by=actor, address=address)
