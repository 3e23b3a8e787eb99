"""Calendars, and the countries whose holidays they can take over."""

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.workspace.calendars import change_calendar, create_calendar, remove_calendar
from helpdesk.queries.rows import Json
from helpdesk.queries.service_levels import calendar, calendars, holiday_countries
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.service_levels import CalendarPatch, NewCalendar
from web.api.schemas.shown.service_levels import CalendarView, HolidayCountry
from web.provided import TheActor, TheAddress


class Calendars(Controller):
    """When the desk is at work."""

    path = "/api/calendars"
    opt = ADMIN
    tags = ("service levels",)

    @get(sync_to_thread=True, responses=gives(list[CalendarView]))
    def index(self) -> list[Json]:
        """Return all calendars."""
        with db.reading() as session:
            return calendars(session)

    @post(sync_to_thread=True, responses=gives(CalendarView, 409, status=201))
    def create(self, data: JSONBody[NewCalendar], actor: TheActor, address: TheAddress) -> Json:
        """Add a calendar."""
        with db.transaction() as session:
            made = create_calendar(session, data.as_changes(), by=actor, address=address)
            return calendar(session, made.id)

    @patch("/{calendar_id:int}", sync_to_thread=True, responses=gives(CalendarView, 404, 409))
    def change(
        self, calendar_id: FromPath[int], data: JSONBody[CalendarPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change a calendar; the due times of open tickets follow within moments."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: calendar(session, calendar_id))
            change_calendar(session, calendar_id, data.as_changes(), by=actor, address=address)
            return calendar(session, calendar_id)

    @delete("/{calendar_id:int}", sync_to_thread=True, responses=gives(None, 404, 409, status=204))
    def remove(self, calendar_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Remove a calendar; 409 "calendar_in_use" names what goes by it."""
        with db.transaction() as session:
            remove_calendar(session, calendar_id, by=actor, address=address)


@get(
    "/api/holiday-countries",
    sync_to_thread=True,
    opt=dict(ADMIN),
    tags=["service levels"],
    responses=gives(list[HolidayCountry]),
)
def show_holiday_countries() -> list[Json]:
    """Return the countries whose public holidays are known, with their regions."""
    return holiday_countries()
