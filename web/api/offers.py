"""Tickets on their way to an agent: offered, asked for, passed on."""

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import offers, transfer
from helpdesk.queries.rows import Json
from routing.next_ticket import next_ticket
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.routing import Transfer
from web.api.schemas.shown.routing import NextTicket, OfferList
from web.api.schemas.shown.tickets import RowAnswer
from web.api.schemas.tickets import NoBody
from web.provided import TheActor

ROW = gives(RowAnswer, 404, 409)


class Offers(Controller):
    """What an agent is offered, accepts, declines, asks for or passes on."""

    path = "/api"
    opt = AGENT
    tags = ("tickets",)

    @get("/offers", sync_to_thread=True, responses=gives(OfferList))
    def index(self, actor: TheActor) -> Json:
        """Return the tickets that wait for my yes, the first to expire first."""
        with db.reading() as session:
            return {"tickets": offers.offered_to(session, actor)}

    @put("/tickets/{ticket_id:int}/acceptance", sync_to_thread=True, responses=ROW)
    def accept(self, ticket_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Accept what is offered to me; 409 "offer_gone" when its time was over."""
        with db.transaction() as session:
            offers.accept(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/tickets/{ticket_id:int}/refusal", sync_to_thread=True, responses=ROW)
    def decline(self, ticket_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Leave what is offered to me to somebody else, at once."""
        with db.transaction() as session:
            offers.decline(session, ticket_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @post("/next-tickets", sync_to_thread=True, status_code=200, responses=gives(NextTicket, 409))
    def take_next(self, data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Give me the most pressing ticket that waits for somebody like me; 409 "at_capacity" when I have no room."""
        ticket_id = next_ticket(actor)
        if ticket_id is None:
            return {"ticket": None}
        with db.reading() as session:
            return row_answer(session, ticket_id, actor)

    @post("/tickets/{ticket_id:int}/transfers", sync_to_thread=True, status_code=200, responses=ROW)
    def pass_on(self, ticket_id: FromPath[int], data: JSONBody[Transfer], actor: TheActor) -> Json:
        """Pass a ticket on to an agent, a team or a skill, with a note; `ticket` is null when I may not see it there."""
        with db.transaction() as session:
            transfer.transfer(session, ticket_id, data.as_target(), by=actor, note=data.as_note())
            return row_answer(session, ticket_id, actor)
