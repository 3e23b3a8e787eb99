"""Saved reports by mail."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.report_letters import send_one
from helpdesk.actions.report_schedules import remove_schedule, set_schedule
from helpdesk.queries.report_schedules import letter, letters, schedule_view
from helpdesk.queries.rows import Json
from web.access import SUPERVISOR
from web.api.schemas.answers import gives
from web.api.schemas.reports import LetterInput, ScheduleInput
from web.api.schemas.shown.reports import LetterView, ScheduleView
from web.provided import TheActor


class ReportSchedules(Controller):
    """When a saved report goes out by mail and to whom, and what went."""

    path = "/api/saved-reports/{saved_report_id:int}"
    opt = SUPERVISOR
    tags = ("reports",)

    @put("/schedule", sync_to_thread=True, responses=gives(ScheduleView, 404))
    def set(self, saved_report_id: FromPath[int], data: JSONBody[ScheduleInput], actor: TheActor) -> Json:
        """Send it so from now on; 403 for anybody but its owner and admins."""
        with db.transaction() as session:
            return schedule_view(session, set_schedule(session, saved_report_id, data.as_changes(), by=actor))

    @delete("/schedule", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, saved_report_id: FromPath[int], actor: TheActor) -> None:
        """Send it no longer; 403 for anybody but its owner and admins."""
        with db.transaction() as session:
            remove_schedule(session, saved_report_id, by=actor)

    @get("/letters", sync_to_thread=True, responses=gives(list[LetterView], 404))
    def letters(self, saved_report_id: FromPath[int], actor: TheActor) -> list[Json]:
        """Return the 50 newest letters with it: to whom, for which day, and what became of them."""
        with db.reading() as session:
            return letters(session, actor, saved_report_id)

    @post("/letters", sync_to_thread=True, responses=gives(LetterView, 404, 409, status=201))
    def send(self, saved_report_id: FromPath[int], data: JSONBody[LetterInput], actor: TheActor) -> Json:
        """Mail it to oneself now; the same client_key again is the same letter."""
        letter_id = send_one(saved_report_id, by=actor, key=data.client_key)
        with db.reading() as session:
            return letter(session, letter_id)
