"""The desk's settings about mail: which mailbox speaks for the desk, ratings, digests, and the desk's OAuth2 apps."""

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import clock, secrets, settings
from helpdesk.actions.workspace.changes import What, leave_trace
from helpdesk.errors import Invalid, NotFound
from helpdesk.mailboxes import Auth
from helpdesk.models import Channel, ChannelKind, Setting
from helpdesk.permissions import Actor

MAX_RATING_DELAY_MIN: Final = 7 * 24 * 60
MAX_DIGEST_HOURS: Final = 7 * 24
MAX_CLIENT_CHARS: Final = 500

Json = Any  # the value of a setting


@dataclass(frozen=True, slots=True)
class MailSettings:
    """None: leave it as it is. system_mailbox_id: 0 for the first mailbox. digest_hours: 0 for never."""

    system_mailbox_id: int | None = None
    rating_delay_min: int | None = None
    digest_hours: int | None = None


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """This desk as registered with a provider; an empty client id forgets it, a secret of None stays as it is."""

    client_id: str
    client_secret: str | None = field(default=None, repr=False)


def change_mail_settings(session: Session, changes: MailSettings, *, by: Actor, address: str = "") -> None:
    """Change settings about mail; what is the same changes and records nothing."""
    wanted: dict[str, Json] = {}
    if changes.system_mailbox_id is not None:
        wanted["system_mailbox_id"] = _mailbox(session, changes.system_mailbox_id)
    if changes.rating_delay_min is not None:
        wanted["rating_delay_min"] = _in_range("rating_delay_min", changes.rating_delay_min, MAX_RATING_DELAY_MIN)
    if changes.digest_hours is not None:
        wanted["digest_hours"] = _in_range("digest_hours", changes.digest_hours, MAX_DIGEST_HOURS)
    changed = sorted(key for key, value in wanted.items() if settings.get(session, key) != value)
    for key in changed:
        _keep(session, key, wanted[key])
    if changed:
        _trace(session, changed, by=by, address=address)


def register_app(session: Session, auth: Auth, app: OAuthApp, *, by: Actor, address: str = "") -> None:
    """Keep, or forget, how the desk is registered with Google or Microsoft; its secret is encrypted."""
    if auth is Auth.PASSWORD:
        raise NotFound
    client_id = app.client_id.strip()
    for name, value in (("client_id", client_id), ("client_secret", app.client_secret or "")):
        if len(value) > MAX_CLIENT_CHARS or not value.isprintable():
            raise Invalid("This is not what the provider gave.", **{name: "invalid"})
    apps = dict(settings.get(session, "oauth"))
    known = dict(apps.pop(auth.value, {}))
    old = known.get("client_secret_id")
    if client_id:
        apps[auth.value] = {**known, "client_id": client_id, "client_secret_id": _secret_id(session, app, old=old)}
    if old is not None and (not client_id or app.client_secret is not None):
        secrets.forget(session, old)
    _keep(session, "oauth", apps)
    _trace(session, [f"oauth.{auth.value}"], by=by, address=address)


def _secret_id(session: Session, app: OAuthApp, *, old: str | None) -> str | None:
    if app.client_secret is None:
        return old
    return secrets.store(session, app.client_secret.encode()) if app.client_secret else None


def _mailbox(session: Session, channel_id: int) -> int | None:
    if channel_id == 0:
        return None
    channel = session.get(Channel, channel_id)
    if channel is None or channel.kind is not ChannelKind.EMAIL:
        raise Invalid("There is no such mailbox.", system_mailbox_id="unknown")
    return channel_id


def _in_range(key: str, value: int, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise Invalid(f"This is a whole number from 0 to {most}.", **{key: "range"})
    return value


def _keep(session: Session, key: str, value: Json) -> None:
    session.merge(Setting(key=key, value={"value": value}, updated_at=clock.now()))


def _trace(session: Session, fields: list[str], *, by: Actor, address: str) -> None:
    leave_trace(
        session,
        "settings.changed",
        what=What.SETTINGS,
        thing="desk",
        by=by,
        address=address,
        data={"fields": fields},
    )
