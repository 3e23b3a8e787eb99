"""Searching everything the agent may see."""

from litestar import get

from helpdesk import db
from helpdesk.queries.rows import Json
from helpdesk.queries.search import Order
from helpdesk.queries.search import search as find
from web.access import Access
from web.api.parameters import PageSize, Query, SearchOrder
from web.api.schemas.answers import gives
from web.api.schemas.shown.search import Found
from web.provided import TheActor


@get("/api/search", sync_to_thread=True, opt={"access": Access.AGENT}, tags=["search"], responses=gives(Found, 503))
def search(actor: TheActor, q: Query = "", limit: PageSize = 20, order: SearchOrder = Order.NEWEST) -> Json:
    """Find tickets, messages and customers by words, ticket number, address or telephone number; each at most 50.

    Every word must match: itself, by its beginning, or in another form of English, Russian or Ukrainian. No query is
    ever an error. order: the newest first, or those that fit best.
    """
    with db.reading_one_state() as session:
        return find(session, actor, q, limit=limit, order=order)
