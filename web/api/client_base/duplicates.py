"""Customers who may be one person, merging them and taking that back."""

from typing import Annotated

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from helpdesk import db
from helpdesk.actions.client_base.merge import keep_apart, merge_all, unmerge
from helpdesk.queries import customers
from helpdesk.queries.client_base.duplicates import of_customer, pairs
from helpdesk.queries.client_base.profile import profile
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.parameters import PageSize
from web.api.schemas.answers import gives
from web.api.schemas.outside import MergeInput, Pair
from web.api.schemas.shown.customers import CustomerProfile
from web.api.schemas.shown.outside import DuplicatePair
from web.provided import TheActor, TheAddress

PairParts = Annotated[str, QueryParameter(max_length=40, pattern=r"^\d{1,19}:\d{1,19}$")]


class Duplicates(Controller):
    """Who may be the same person twice, with the reasons; only people decide."""

    path = "/api"
    opt = AGENT
    tags = ("customers",)

    @get("/customer-duplicates", sync_to_thread=True, responses=gives(list[DuplicatePair]))
    def index(self, actor: TheActor, after: PairParts = "0:0", limit: PageSize = 50) -> list[Json]:
        """Return pairs across the whole base; after: the ids of the last pair of the page before, "3:8"."""
        one, _, other = after.partition(":")
        with db.reading_one_state() as session:
            return pairs(session, actor, after=(int(one), int(other)), limit=limit)

    @get("/customers/{customer_id:int}/duplicates", sync_to_thread=True, responses=gives(list[DuplicatePair], 404))
    def of_one(self, customer_id: FromPath[int], actor: TheActor) -> list[Json]:
        """Return who may be this customer as well."""
        with db.reading_one_state() as session:
            return of_customer(session, actor, customers.find(session, actor, customer_id).id)

    @put("/customer-duplicates", sync_to_thread=True, status_code=204, responses=gives(None, 404, 409, status=204))
    def keep_apart(self, data: JSONBody[Pair], actor: TheActor) -> None:
        """Remember that two are not the same person."""
        with db.transaction() as session:
            keep_apart(session, data.one_id, data.other_id, by=actor)

    @post(
        "/customers/{customer_id:int}/merged",
        sync_to_thread=True,
        responses=gives(CustomerProfile, 404, 409, status=201),
    )
    def merge(
        self, customer_id: FromPath[int], data: JSONBody[MergeInput], actor: TheActor, address: TheAddress
    ) -> Json:
        """Merge others into this customer, all or none of them."""
        with db.transaction() as session:
            merge_all(session, data.customer_ids, into_id=customer_id, by=actor, address=address)
            session.flush()
            return profile(session, actor, customer_id)

    @delete(
        "/customers/{customer_id:int}/merged/{merged_id:int}",
        sync_to_thread=True,
        responses=gives(None, 404, 409, status=204),
    )
    def unmerge(
        self, customer_id: FromPath[int], merged_id: FromPath[int], actor: TheActor, address: TheAddress
    ) -> None:
        """Take a merge back exactly; what came since stays where it came to."""
        with db.transaction() as session:
            unmerge(session, merged_id, from_id=customer_id, by=actor, address=address)
