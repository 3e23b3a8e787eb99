"""The desk as its people see it."""

from litestar import get

from helpdesk import db
from helpdesk.queries.rows import Json
from helpdesk.queries.workspace import workspace as ask
from web.access import Access
from web.api.schemas.answers import gives
from web.api.schemas.shown.workspace import WorkspaceView
from web.provided import TheActor


@get(
    "/api/workspace",
    sync_to_thread=True,
    opt={"access": Access.AGENT},
    tags=["workspace"],
    responses=gives(WorkspaceView),
)
def workspace(actor: TheActor) -> Json:
    """Return agents, presence, teams, skills, statuses, types, channels, tags and languages."""
    with db.reading_one_state() as session:
        return ask(session, actor)
