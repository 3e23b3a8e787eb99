"""Customers: the panel, the whole history, the name."""

from litestar import Controller, get, patch
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.client_base.profile import change_profile
from helpdesk.queries import customers, timeline
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.parameters import PageSize, RowId
from web.api.schemas.answers import gives
from web.api.schemas.client_base import CustomerPatch
from web.api.schemas.shown.customers import CustomerPanel
from web.api.schemas.shown.messages import History
from web.provided import TheActor, TheAddress


class Customers(Controller):
    """Customers of whom the agent may see at least one ticket."""

    path = "/api/customers/{customer_id:int}"
    opt = AGENT
    tags = ("customers",)

    @get(sync_to_thread=True, responses=gives(CustomerPanel, 404))
    def show(self, customer_id: FromPath[int], actor: TheActor) -> Json:
        """Return a customer with their addresses and those of their tickets the agent may see."""
        with db.reading_one_state() as session:
            return customers.panel(session, actor, customer_id)

    @patch(sync_to_thread=True, responses=gives(CustomerPanel, 404))
    def change(
        self, customer_id: FromPath[int], data: JSONBody[CustomerPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change who a customer is: name, language, time zone, organisation, tags, custom fields."""
        with db.transaction() as session:
            change_profile(session, customer_id, data.as_changes(), by=actor, address=address)
            session.flush()
            return customers.panel(session, actor, customer_id)

    @get("/history", sync_to_thread=True, responses=gives(History, 404))
    def history(
        self,
        customer_id: FromPath[int],
        actor: TheActor,
        before: RowId = None,
        after: RowId = None,
        around: RowId = None,
        limit: PageSize = 50,
    ) -> Json:
        """Return a page of everything said with a customer over the tickets the agent may see, oldest first.

        before/after: on from a message; around: half a page on both sides of one; none: the newest page.
        """
        with db.reading_one_state() as session:
            customers.find(session, actor, customer_id)
            return timeline.history(session, actor, customer_id, before=before, after=after, around=around, limit=limit)
