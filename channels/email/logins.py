"""As whom a mailbox signs in now: its passwords, or an access token that is still good for a while."""

import threading
from collections import defaultdict
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from channels.email.config import Auth, MailboxConfig, MailboxSecret
from channels.email.oauth import PROVIDERS, App, Provider, refreshed
from channels.email.smtp.connection import Login
from channels.email.trouble import MailTrouble, Trouble
from helpdesk import clock, db, secrets, settings
from helpdesk.models import Channel, Direction

SPARE: Final = timedelta(minutes=2)

_locks: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)


def login_of(channel: Channel, direction: Direction, *, anew: bool = False) -> Login:
    """Return what to sign in with; refreshes an access token that is about to expire, or at once when `anew`.

    Waits for the network then, so never call it in a transaction. MailTrouble when there is nothing to sign in with.
    """
    config = MailboxConfig.of(channel)
    server = config.imap if direction is Direction.IN else config.smtp
    with db.reading() as session:
        secret = MailboxSecret.of(session, session.get_one(Channel, channel.id))
    if config.auth is Auth.PASSWORD:
        password = secret.imap_password if direction is Direction.IN else secret.smtp_password
        return Login(server.username, password)
    username = server.username or config.address
    if not anew and _is_fresh(secret):
        return Login(username, token=secret.access_token)
    return Login(username, token=_refresh(channel.id, config.auth, known=secret.access_token))


def app_of(session: Session, auth: Auth) -> App:
    """Return this desk as it is registered with a provider; MailTrouble when no admin has registered it."""
    found: dict[str, Any] = settings.get(session, "oauth").get(auth.value, {})
    if not found.get("client_id"):
        raise MailTrouble(Trouble.OAUTH_UNAVAILABLE, "no client id is set for this provider")
    usual = PROVIDERS[auth]
    provider = Provider(
        authorize_url=str(found.get("authorize_url", usual.authorize_url)),
        token_url=str(found.get("token_url", usual.token_url)),
        scopes=usual.scopes,
        extra=usual.extra,
    )
    secret_id = found.get("client_secret_id")
    plain = secrets.reveal(session, str(secret_id)).decode() if secret_id else ""
    return App(provider, str(found["client_id"]), plain)


def _is_fresh(secret: MailboxSecret) -> bool:
    return bool(secret.access_token) and secret.expires_at is not None and secret.expires_at > clock.now() + SPARE


def _refresh(channel_id: int, auth: Auth, *, known: str) -> str:
    with _locks[channel_id]:
        with db.reading() as session:
            secret = MailboxSecret.of(session, session.get_one(Channel, channel_id))
            app = app_of(session, auth)
        if secret.access_token != known and _is_fresh(secret):
            return secret.access_token  # another thread was faster
        fresh = refreshed(app, secret)
        with db.transaction() as session:
            channel = session.get_one(Channel, channel_id)
            if channel.secret_id is not None:
                secrets.replace(session, channel.secret_id, fresh.as_json())
        return fresh.access_token
