"""Saved views."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.views import change_view, remove_view, save_view
from helpdesk.queries.rows import Json
from helpdesk.queries.saved_views import saved_views, view_view
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.lists import ViewInput
from web.api.schemas.shown.lists import ViewView
from web.provided import TheActor


class Views(Controller):
    """Filters with a name: one's own, a team's, everybody's. Their tickets are GET /api/tickets?view=view:<id>."""

    path = "/api/views"
    opt = AGENT
    tags = ("tickets",)

    @get(sync_to_thread=True, responses=gives(list[ViewView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return those one may use, by name."""
        with db.reading() as session:
            return [view_view(saved) for saved in saved_views(session, actor)]

    @post(sync_to_thread=True, responses=gives(ViewView, status=201))
    def create(self, data: JSONBody[ViewInput], actor: TheActor) -> Json:
        """Save a view; only supervisors and admins share it with everybody."""
        with db.transaction() as session:
            return view_view(save_view(session, data.as_changes(), by=actor))

    @put("/{view_id:int}", sync_to_thread=True, responses=gives(ViewView, 404))
    def change(self, view_id: FromPath[int], data: JSONBody[ViewInput], actor: TheActor) -> Json:
        """Replace a view; 403 for anybody but its owner and admins."""
        with db.transaction() as session:
            return view_view(change_view(session, view_id, data.as_changes(), by=actor))

    @delete("/{view_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, view_id: FromPath[int], actor: TheActor) -> None:
        """Remove a view; 403 for anybody but its owner and admins."""
        with db.transaction() as session:
            remove_view(session, view_id, by=actor)
