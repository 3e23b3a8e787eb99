"""How each team's tickets find their agent."""

from litestar import Controller, get, put
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.queries.rows import Json
from helpdesk.queries.team_routing import routing_view
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.routing import TeamRoutingInput
from web.api.schemas.shown.routing import TeamRoutingView
from web.provided import TheActor, TheAddress


class TeamRoutings(Controller):
    """A team's rules; team 0 stands for tickets of no team."""

    path = "/api/team-routing/{team_id:int}"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(TeamRoutingView, 404))
    def show(self, team_id: FromPath[int]) -> Json:
        """Return a team's rules, with defaults where it has none."""
        with db.reading() as session:
            return _view(session, team_id)

    @put(sync_to_thread=True, responses=gives(TeamRoutingView, 404))
    def change(
        self, team_id: FromPath[int], data: JSONBody[TeamRoutingInput], actor: TheActor, address: TheAddress
    ) -> Json:
        """Replace a team's rules."""
        with db.transaction() as session:
            change_routing(session, team_id or None, data.as_rules(), by=actor, address=address)
            session.flush()
            return _view(session, team_id)


def _view(session: Session, team_id: int) -> Json:
    return routing_view(session, team_id or None)
