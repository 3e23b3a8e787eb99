"""Earlier words of messages."""

from litestar import get
from litestar.params import FromPath

from helpdesk import db
from helpdesk.queries.revisions import revisions
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.shown.messages import Revisions
from web.provided import TheActor


@get(
    "/api/messages/{message_id:int}/revisions",
    opt=AGENT,
    sync_to_thread=True,
    tags=("messages",),
    responses=gives(Revisions, 404),
)
def show_revisions(message_id: FromPath[int], actor: TheActor) -> Json:
    """Return what a message said before it was edited, oldest first."""
    with db.reading_one_state() as session:
        return {"revisions": revisions(session, actor, message_id)}
