"""Settings of the desk."""

from litestar import Controller, get, patch
from litestar.params import JSONBody

from helpdesk import db
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.queries.desk_settings import all_settings
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen, without_seen
from web.api.schemas.answers import gives
from web.api.schemas.shown.desk import SettingsView
from web.api.schemas.workspace import SettingsPatch
from web.provided import TheActor, TheAddress


class Settings(Controller):
    """What admins set for the whole desk."""

    path = "/api/settings"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(SettingsView))
    def show(self) -> Json:
        """Return all settings."""
        with db.reading() as session:
            return all_settings(session)

    @patch(sync_to_thread=True, responses=gives(SettingsView, 409))
    def change(self, data: JSONBody[SettingsPatch], actor: TheActor, address: TheAddress) -> Json:
        """Change settings; what is left out stays."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: all_settings(session))
            change_settings(session, without_seen(data), by=actor, address=address)
            session.flush()
            return all_settings(session)
