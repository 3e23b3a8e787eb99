"""The supervisors' live board."""

from litestar import get

from helpdesk import db
from helpdesk.queries.board import board
from helpdesk.queries.rows import Json
from web.access import SUPERVISOR
from web.api.schemas.answers import gives
from web.api.schemas.shown.board import BoardView
from web.provided import TheActor


@get("/api/board", opt=SUPERVISOR, sync_to_thread=True, tags=("reports",), responses=gives(BoardView))
def show_board(actor: TheActor) -> Json:
    """Return what waits, what becomes late, and who has how much, of the tickets and teams one may see."""
    with db.reading_one_state() as session:
        return board(session, actor)
