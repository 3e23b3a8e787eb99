"""What the signed-in agent was told."""

from litestar import Controller, get, put
from litestar.params import JSONBody

from helpdesk import db
from helpdesk.actions.notifications import mark_read
from helpdesk.queries.notifications import latest
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.parameters import RowId
from web.api.schemas.answers import gives
from web.api.schemas.service_levels import NotificationsRead
from web.api.schemas.shown.service_levels import Notifications as NotificationsView
from web.provided import TheActor


class Notifications(Controller):
    """Warnings, breaches and the like, for one agent alone."""

    path = "/api/notifications"
    opt = AGENT
    tags = ("notifications",)

    @get(sync_to_thread=True, responses=gives(NotificationsView))
    def index(self, actor: TheActor, before: RowId = None) -> Json:
        """Return the newest 50 notifications, or those older than `before`."""
        with db.reading_one_state() as session:
            return latest(session, actor, before=before)

    @put("/read", sync_to_thread=True, responses=gives(NotificationsView))
    def read(self, data: JSONBody[NotificationsRead], actor: TheActor) -> Json:
        """Note that all up to an id have been read."""
        with db.transaction() as session:
            mark_read(session, upto=data.upto, by=actor)
            return latest(session, actor)
