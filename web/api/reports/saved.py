"""Saved reports."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.saved_reports import change_report, remove_report, save_report
from helpdesk.queries.rows import Json
from helpdesk.queries.saved_reports import saved_reports, saved_view
from web.access import SUPERVISOR
from web.api.schemas.answers import gives
from web.api.schemas.reports import SavedInput
from web.api.schemas.shown.reports import SavedView
from web.provided import TheActor


class SavedReports(Controller):
    """Arrangements with a name: one's own, a team's, everybody's."""

    path = "/api/saved-reports"
    opt = SUPERVISOR
    tags = ("reports",)

    @get(sync_to_thread=True, responses=gives(list[SavedView]))
    def index(self, actor: TheActor) -> list[Json]:
        """Return those one may use, by name."""
        with db.reading() as session:
            return saved_reports(session, actor)

    @post(sync_to_thread=True, responses=gives(SavedView, status=201))
    def create(self, data: JSONBody[SavedInput], actor: TheActor) -> Json:
        """Save a report."""
        with db.transaction() as session:
            return saved_view(session, save_report(session, data.as_changes(), by=actor))

    @put("/{saved_report_id:int}", sync_to_thread=True, responses=gives(SavedView, 404))
    def change(self, saved_report_id: FromPath[int], data: JSONBody[SavedInput], actor: TheActor) -> Json:
        """Replace a saved report; 403 for anybody but its owner and admins."""
        with db.transaction() as session:
            return saved_view(session, change_report(session, saved_report_id, data.as_changes(), by=actor))

    @delete("/{saved_report_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, saved_report_id: FromPath[int], actor: TheActor) -> None:
        """Remove a saved report; 403 for anybody but its owner and admins."""
        with db.transaction() as session:
            remove_report(session, saved_report_id, by=actor)
