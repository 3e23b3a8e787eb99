"""The addresses of customers."""

from litestar import Controller, delete, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.client_base.identities import add_identity, change_identity, remove_identity
from helpdesk.models import IdentityKind
from helpdesk.queries import customers
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.client_base import AddressPatch, NewAddress
from web.api.schemas.shown.customers import CustomerPanel
from web.provided import TheActor, TheAddress


class Addresses(Controller):
    """What a customer is known by."""

    path = "/api/customers/{customer_id:int}/identities"
    opt = AGENT
    tags = ("customers",)

    @post(sync_to_thread=True, responses=gives(CustomerPanel, 404, 409, status=201))
    def add(self, customer_id: FromPath[int], data: JSONBody[NewAddress], actor: TheActor, address: TheAddress) -> Json:
        """Add an address nobody has proved yet; 409 "identity_taken" when another customer has it."""

        def work(session: Session) -> Json:
            kind = IdentityKind(data.kind)
            add_identity(session, customer_id, kind=kind, address=data.address, by=actor, origin=address)
            return customers.panel(session, actor, customer_id)

        return db.retrying(work)

    @patch("/{identity_id:int}", sync_to_thread=True, responses=gives(CustomerPanel, 404, 409))
    def change(
        self,
        customer_id: FromPath[int],
        identity_id: FromPath[int],
        data: JSONBody[AddressPatch],
        actor: TheActor,
        address: TheAddress,
    ) -> Json:
        """Make an address the main one of its kind, or vouch for it."""
        with db.transaction() as session:
            change_identity(
                session,
                customer_id,
                identity_id,
                is_main=None if data.is_main is UNSET else data.is_main,
                is_verified=None if data.is_verified is UNSET else data.is_verified,
                by=actor,
                origin=address,
            )
            session.flush()
            return customers.panel(session, actor, customer_id)

    @delete("/{identity_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(
        self, customer_id: FromPath[int], identity_id: FromPath[int], actor: TheActor, address: TheAddress
    ) -> None:
        """Remove an address; 409 "identity_in_use" for one that messages came by."""
        with db.transaction() as session:
            remove_identity(session, customer_id, identity_id, by=actor, origin=address)
