"""Rows by id and the counters of views."""

from litestar import Controller, get
from litestar.params import FromQuery

from helpdesk import db
from helpdesk.outbox import last_position
from helpdesk.queries import inbox
from helpdesk.queries.rows import Json, rows
from web.access import AGENT
from web.api.parameters import RowIds
from web.api.schemas import MAX_ID
from web.api.schemas.answers import gives
from web.api.schemas.shown.tickets import Counts, Keys, Rows
from web.provided import TheActor


class TicketRows(Controller):
    """What lists are made of."""

    path = "/api"
    opt = AGENT
    tags = ("tickets",)

    @get("/ticket-rows", sync_to_thread=True, responses=gives(Rows))
    def index(self, ids: RowIds, actor: TheActor) -> Json:
        """Return the rows of up to 100 tickets ("1,2,3"); those the agent may not see are left out."""
        wanted = [number for number in map(int, ids.split(",")) if number <= MAX_ID]
        with db.reading() as session:
            return {"position": last_position(session), "rows": rows(session, actor, wanted)}

    @get("/ticket-keys", sync_to_thread=True, responses=gives(Keys))
    def keys(self, actor: TheActor, ids: RowIds, view: FromQuery[str], sort: FromQuery[str] = "urgency") -> Json:
        """Return where up to 100 tickets stand in a view: [id, key], key null for one that does not belong there."""
        wanted = [number for number in map(int, ids.split(",")) if number <= MAX_ID]
        with db.reading() as session:
            return inbox.keys(session, actor, view, sort, ids=wanted)

    @get("/counts", sync_to_thread=True, responses=gives(Counts))
    def counts(self, actor: TheActor) -> Json:
        """Return how many tickets each view holds for the agent."""
        with db.reading() as session:
            position = last_position(session)
            return {"position": position, "counts": inbox.counts(session, [actor])[actor.agent_id or 0]}
