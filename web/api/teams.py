"""Teams."""

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.workspace.teams import change_team, create_team, hand_over, remove_team
from helpdesk.queries import workspace
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import one_of, require_as_seen
from web.api.parameters import RowId
from web.api.schemas.answers import gives
from web.api.schemas.shown.workspace import TeamView
from web.api.schemas.workspace import NewTeam, TeamPatch
from web.provided import TheActor, TheAddress

BATCH = 100


class Teams(Controller):
    """Agents who share tickets."""

    path = "/api/teams"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(list[TeamView]))
    def index(self) -> list[Json]:
        """Return all teams."""
        with db.reading() as session:
            return workspace.teams(session)

    @post(sync_to_thread=True, responses=gives(TeamView, 409, status=201))
    def create(self, data: JSONBody[NewTeam], actor: TheActor, address: TheAddress) -> Json:
        """Make a team."""
        with db.transaction() as session:
            team = create_team(session, name=data.name, member_ids=data.member_ids, by=actor, address=address)
            return _view(session, team.id)

    @patch("/{team_id:int}", sync_to_thread=True, responses=gives(TeamView, 404, 409))
    def change(self, team_id: FromPath[int], data: JSONBody[TeamPatch], actor: TheActor, address: TheAddress) -> Json:
        """Rename a team, or change who is in it and what it sees of other teams' tickets."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: _view(session, team_id))
            change_team(session, team_id, data.as_changes(), by=actor, address=address)
            return _view(session, team_id)

    @delete("/{team_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(self, team_id: FromPath[int], actor: TheActor, address: TheAddress, tickets_to: RowId = None) -> None:
        """Remove a team; 409 "team_in_use" says what depends on it. tickets_to: the team that takes all of that over."""
        while tickets_to is not None and _hand_over_some(team_id, tickets_to):
            pass
        with db.transaction() as session:
            remove_team(session, team_id, by=actor, address=address)


def _hand_over_some(team_id: int, to_id: int) -> int:
    # In short transactions, so that others can write meanwhile.
    with db.transaction() as session:
        return hand_over(session, team_id, to_id=to_id, limit=BATCH)


def _view(session: Session, team_id: int) -> Json:
    session.flush()
    return one_of(workspace.teams(session), team_id)
