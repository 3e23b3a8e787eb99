"""Customers with what agents keep about them."""

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.client_base.identities import add_identity
from helpdesk.actions.client_base.profile import create_customer
from helpdesk.models import IdentityKind
from helpdesk.queries.client_base.profile import profile
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.client_base import NewCustomer
from web.api.schemas.shown.customers import CustomerProfile
from web.provided import TheActor, TheAddress


class Profiles(Controller):
    """Customers of whom the agent may see at least one ticket, or who were added without one."""

    path = "/api/customers"
    opt = AGENT
    tags = ("customers",)

    @get("/{customer_id:int}/profile", sync_to_thread=True, responses=gives(CustomerProfile, 404))
    def show(self, customer_id: FromPath[int], actor: TheActor) -> Json:
        """Return a customer with notes, days that matter, sums of outside events and merges."""
        with db.reading_one_state() as session:
            return profile(session, actor, customer_id)

    @post(sync_to_thread=True, responses=gives(CustomerProfile, 409, status=201))
    def create(self, data: JSONBody[NewCustomer], actor: TheActor, address: TheAddress) -> Json:
        """Add a customer who has not written yet; 409 "identity_taken" when somebody has one of the addresses."""

        def work(session: Session) -> Json:
            customer = create_customer(session, data.as_changes(), by=actor, address=address)
            for one in data.addresses:
                kind = IdentityKind(one.kind)
                add_identity(session, customer.id, kind=kind, address=one.address, by=actor, origin=address)
            session.flush()
            return profile(session, actor, customer.id)

        return db.retrying(work)
