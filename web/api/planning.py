"""Planning: past weeks played again, and the forecast of those to come."""

from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from helpdesk import db
from helpdesk.actions.planning import ask_replay, remove_replay
from helpdesk.queries.planning import forecast, forecast_table, replay, replays
from helpdesk.queries.reports.sheets import to_csv
from helpdesk.queries.rows import Json
from web.access import SUPERVISOR
from web.api.parameters import RowId
from web.api.schemas.answers import gives
from web.api.schemas.planning import NewReplay
from web.api.schemas.shown.planning import ForecastView, ReplayDetail, ReplayView
from web.downloads import disposition
from web.headers import Kind
from web.provided import TheActor

Shrinkage = Annotated[int, QueryParameter(ge=0, le=80, description="Percent of paid time people are not at the desk.")]


class Planning(Controller):
    """What would have been with other rules or people, and what will be."""

    path = "/api/planning"
    opt = SUPERVISOR
    tags = ("planning",)

    @get("/replays", sync_to_thread=True, responses=gives(list[ReplayView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return the newest replays, without their outcomes."""
        with db.reading() as session:
            return replays(session, actor)

    @post("/replays", sync_to_thread=True, responses=gives(ReplayDetail, 409, status=201))
    def ask(self, data: JSONBody[NewReplay], actor: TheActor) -> Json:
        """Have past weeks played again; the answer comes before it has begun."""
        with db.transaction() as session:
            return replay(session, actor, ask_replay(session, data.as_asked(), by=actor).id)

    @get("/replays/{replay_id:int}", sync_to_thread=True, responses=gives(ReplayDetail, 404))
    def show(self, replay_id: FromPath[int], actor: TheActor) -> Json:
        """Return one replay: how far it is, and its outcome once it is done."""
        with db.reading() as session:
            return replay(session, actor, replay_id)

    @delete("/replays/{replay_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, replay_id: FromPath[int], actor: TheActor) -> None:
        """Remove a replay; one that is being worked on stops."""
        with db.transaction() as session:
            remove_replay(session, replay_id, by=actor)

    @get("/forecast", sync_to_thread=True, responses=gives(ForecastView, 404))
    def forecast(self, actor: TheActor, team_id: RowId = None) -> Json:
        """Return the newest forecast of a team, or of the whole desk."""
        with db.reading() as session:
            return forecast(session, actor, team_id)

    @get("/forecast/file", sync_to_thread=True, opt={**SUPERVISOR, "headers": Kind.EXPORT}, responses=gives(None))
    def file(self, actor: TheActor, team_id: RowId = None, shrinkage: Shrinkage = 0) -> Response[bytes]:
        """Answer the forecast as a CSV file, one half-hour a row."""
        with db.reading() as session:
            shown = forecast(session, actor, team_id)
        head, rows = forecast_table(shown, shrinkage=shrinkage / 100)
        headers = {
            "content-disposition": disposition(f"forecast-{shown['first_day'] or 'none'}.csv", kind="attachment")
        }
        answer: Response[Any] = Response(to_csv(head, rows), media_type="text/csv; charset=utf-8", headers=headers)
        return answer
