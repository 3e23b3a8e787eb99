"""Settings about mail: which mailbox speaks for the desk, ratings, digests, and this desk at Google and Microsoft."""

from litestar import Controller, get, patch, put
from litestar.params import FromPath, JSONBody
from msgspec import UNSET
from sqlalchemy.orm import Session

from channels.email.connecting import callback_url
from helpdesk import db, settings
from helpdesk.actions.workspace.mail_settings import MailSettings, OAuthApp, change_mail_settings, register_app
from helpdesk.errors import NotFound
from helpdesk.mailboxes import Auth
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.mail_settings import AppInput, MailSettingsPatch
from web.api.schemas.shown.mail import MailSettingsView
from web.provided import TheActor, TheAddress

PROVIDERS = (Auth.GOOGLE, Auth.MICROSOFT)


class MailSettingsApi(Controller):
    """What admins set about mail for the whole desk."""

    path = "/api/mail-settings"
    opt = ADMIN
    tags = ("mail",)

    @get(sync_to_thread=True, responses=gives(MailSettingsView))
    def show(self) -> Json:
        """Return them; callback_url is what providers want to be told. No secret is among them."""
        with db.reading() as session:
            return _view(session)

    @patch(sync_to_thread=True, responses=gives(MailSettingsView))
    def change(self, data: JSONBody[MailSettingsPatch], actor: TheActor, address: TheAddress) -> Json:
        """Change them; what is left out stays. system_mailbox_id 0: the first mailbox; digest_hours 0: never."""
        changes = MailSettings(
            system_mailbox_id=None if data.system_mailbox_id is UNSET else data.system_mailbox_id,
            rating_delay_min=None if data.rating_delay_min is UNSET else data.rating_delay_min,
            digest_hours=None if data.digest_hours is UNSET else data.digest_hours,
        )
        with db.transaction() as session:
            change_mail_settings(session, changes, by=actor, address=address)
            session.flush()
            return _view(session)

    @put("/apps/{provider:str}", sync_to_thread=True, responses=gives(MailSettingsView, 404))
    def register(self, provider: FromPath[str], data: JSONBody[AppInput], actor: TheActor, address: TheAddress) -> Json:
        """Keep how this desk is registered with "google" or "microsoft"; an empty client_id forgets it."""
        if provider not in PROVIDERS:
            raise NotFound
        app = OAuthApp(data.client_id, None if data.client_secret is UNSET else data.client_secret)
        with db.transaction() as session:
            register_app(session, Auth(provider), app, by=actor, address=address)
            session.flush()
            return _view(session)


def _view(session: Session) -> Json:
    apps = settings.get(session, "oauth")
    return {
        "system_mailbox_id": settings.get(session, "system_mailbox_id"),
        "rating_delay_min": settings.get(session, "rating_delay_min"),
        "digest_hours": settings.get(session, "digest_hours"),
        "callback_url": callback_url(),
        "apps": [
            {
                "provider": provider.value,
                "client_id": str(apps.get(provider.value, {}).get("client_id", "")),
                "has_secret": bool(apps.get(provider.value, {}).get("client_secret_id")),
            }
            for provider in PROVIDERS
        ],
    }
