"""Agents as admins and supervisors arrange them."""

from litestar import Controller, get, patch, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.workspace.agents import change_agent, choose_presence, set_capacity
from helpdesk.queries import workspace
from helpdesk.queries.rows import Json
from web.access import ADMIN, SUPERVISOR
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.routing import Capacity
from web.api.schemas.shown.workspace import AgentView, PresenceView
from web.api.schemas.workspace import AgentPatch, PresenceFor
from web.provided import TheActor, TheAddress


class Agents(Controller):
    """Those who sign in. New ones come by invitation."""

    path = "/api/agents"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(list[AgentView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return all agents, inactive ones too."""
        with db.reading() as session:
            return workspace.agents(session, actor)

    @patch("/{agent_id:int}", sync_to_thread=True, responses=gives(AgentView, 404, 409))
    def change(self, agent_id: FromPath[int], data: JSONBody[AgentPatch], actor: TheActor, address: TheAddress) -> Json:
        """Change name, role, activity, teams, skills, languages or capacity; 409 "last_admin" keeps the desk governed."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: workspace.agent(session, actor, agent_id))
            change_agent(session, agent_id, data.as_changes(), by=actor, address=address)
            session.flush()
            return workspace.agent(session, actor, agent_id)

    @put("/{agent_id:int}/presence", sync_to_thread=True, opt=dict(SUPERVISOR), responses=gives(PresenceView, 404))
    def choose_presence(self, agent_id: FromPath[int], data: JSONBody[PresenceFor], actor: TheActor) -> Json:
        """Set for somebody else whether they take tickets; supervisors for those of their own teams."""
        with db.transaction() as session:
            found = choose_presence(session, agent_id, status=data.status, reason=data.reason or None, by=actor)
            return workspace.presence_view(found)

    @put("/{agent_id:int}/capacity", sync_to_thread=True, opt=dict(SUPERVISOR), responses=gives(AgentView, 404))
    def set_capacity(
        self, agent_id: FromPath[int], data: JSONBody[Capacity], actor: TheActor, address: TheAddress
    ) -> Json:
        """Set how much somebody takes at once; supervisors for those of their own teams."""
        with db.transaction() as session:
            set_capacity(session, agent_id, units=data.capacity_units, by=actor, address=address)
            session.flush()
            return workspace.agent(session, actor, agent_id)
