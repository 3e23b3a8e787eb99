"""SLA policies."""

from litestar import Controller, delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from helpdesk import db
from helpdesk.actions.workspace.sla_policies import change_policy, create_policy, order_policies, remove_policy
from helpdesk.queries.rows import Json
from helpdesk.queries.service_levels import policies, policy
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.service_levels import NewPolicy, PolicyOrder, PolicyPatch
from web.api.schemas.shown.service_levels import PolicyView
from web.provided import TheActor, TheAddress


class SlaPolicies(Controller):
    """What is promised to whom, and what happens when it comes late."""

    path = "/api/sla-policies"
    opt = ADMIN
    tags = ("service levels",)

    @get(sync_to_thread=True, responses=gives(list[PolicyView]))
    def index(self) -> list[Json]:
        """Return all policies in their order."""
        with db.reading() as session:
            return policies(session)

    @post(sync_to_thread=True, responses=gives(PolicyView, 409, status=201))
    def create(self, data: JSONBody[NewPolicy], actor: TheActor, address: TheAddress) -> Json:
        """Add a policy after all others."""
        with db.transaction() as session:
            made = create_policy(session, data.as_changes(), by=actor, address=address)
            return policy(session, made.id)

    @put("/order", sync_to_thread=True, responses=gives(list[PolicyView], 409))
    def order(self, data: JSONBody[PolicyOrder], actor: TheActor, address: TheAddress) -> list[Json]:
        """Put all policies into another order."""
        with db.transaction() as session:
            order_policies(session, data.ids, by=actor, address=address)
            session.flush()
            return policies(session)

    @patch("/{policy_id:int}", sync_to_thread=True, responses=gives(PolicyView, 404, 409))
    def change(
        self, policy_id: FromPath[int], data: JSONBody[PolicyPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change a policy, or switch it off; the due times of open tickets follow within moments."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: policy(session, policy_id))
            change_policy(session, policy_id, data.as_changes(), by=actor, address=address)
            return policy(session, policy_id)

    @delete("/{policy_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(
        self, policy_id: FromPath[int], actor: TheActor, address: TheAddress, force: FromQuery[bool] = False
    ) -> None:
        """Remove a policy; what was met or late under it stays. 409 "policy_in_use" tells how many open tickets it serves.

        force: remove it all the same; those follow the next policy that fits.
        """
        with db.transaction() as session:
            remove_policy(session, policy_id, even_if_used=force, by=actor, address=address)
