"""Promises to customers, whatever ticket they are about."""

from litestar import Controller, delete, patch, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.client_base import promises
from helpdesk.actions.promises import Due
from helpdesk.queries.promises import customer_promise_view
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.promises import PromiseView
from web.api.schemas.tickets import NoBody
from web.api.schemas.writing import NewCustomerPromise, PromisePatch
from web.provided import TheActor, TheAddress


class CustomerPromises(Controller):
    """What is to be done for a customer by a moment; the open ones are part of the profile and of one's own list."""

    path = "/api"
    opt = AGENT
    tags = ("customers",)

    @post(
        "/customers/{customer_id:int}/promises",
        sync_to_thread=True,
        responses=gives(PromiseView, 404, 409, status=201),
    )
    def make(
        self, customer_id: FromPath[int], data: JSONBody[NewCustomerPromise], actor: TheActor, address: TheAddress
    ) -> Json:
        """Note what was promised to a customer."""
        due = Due(data.due_at, data.due_on)
        with db.transaction() as session:
            made = promises.make(
                session, customer_id, text=data.text, due=due, by=actor, owner_id=data.owner_id, address=address
            )
            return customer_promise_view(session, actor, made.id)

    @patch("/customer-promises/{customer_promise_id:int}", sync_to_thread=True, responses=gives(PromiseView, 404, 409))
    def change(
        self, customer_promise_id: FromPath[int], data: JSONBody[PromisePatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change what, by when or who; null leaves it as it is."""
        has_due = data.due_at is not None or data.due_on is not None
        due = Due(data.due_at, data.due_on) if has_due else None
        with db.transaction() as session:
            promises.change(
                session, customer_promise_id, by=actor, text=data.text, due=due, owner_id=data.owner_id, address=address
            )
            return customer_promise_view(session, actor, customer_promise_id)

    @put(
        "/customer-promises/{customer_promise_id:int}/completion",
        sync_to_thread=True,
        responses=gives(PromiseView, 404, 409),
    )
    def finish(
        self, customer_promise_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor, address: TheAddress
    ) -> Json:
        """Note that it was kept."""
        with db.transaction() as session:
            promises.finish(session, customer_promise_id, by=actor, address=address)
            return customer_promise_view(session, actor, customer_promise_id)

    @delete(
        "/customer-promises/{customer_promise_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204)
    )
    def drop(self, customer_promise_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Remove it."""
        with db.transaction() as session:
            promises.drop(session, customer_promise_id, by=actor, address=address)
