"""The session cookie and who is behind it."""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Any, Final, cast

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.types import Scope

from helpdesk import clock, db
from helpdesk.actions.accounts import sessions
from helpdesk.actions.accounts.sessions import SignedIn
from helpdesk.config import Config
from helpdesk.errors import Forbidden, Unauthenticated

__all__ = ["SignedIn", "signed_in_of"]

CSRF_HEADER: Final = "x-csrf-token"
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)

Connection = ASGIConnection[Any, Any, Any, Any]  # handler, user, auth and state types do not matter here


class ForgedForm(Forbidden):
    """The CSRF token is missing or not the one of this session."""

    code = "csrf"


def cookie_name(config: Config, name: str = "session") -> str:
    """Return the cookie's name: with the __Host- prefix wherever cookies travel over TLS."""
    return f"__Host-{name}" if config.is_https else name


def cookie(config: Config, token: str, *, expires_at: datetime | None = None, name: str = "session") -> Cookie:
    """Return the session cookie for a token, or another that only we read; the empty one deletes it."""
    left_s = max(0, round((expires_at - clock.now()).total_seconds())) if expires_at and token else 0
    return Cookie(
        key=cookie_name(config, name),
        value=token,
        max_age=left_s,
        path="/",
        secure=config.is_https,
        httponly=True,
        samesite="lax",
    )


def token_of(connection: Connection, config: Config, *, name: str = "session") -> str:
    """Return the session token a request carries, empty when it has none."""
    return connection.cookies.get(cookie_name(config, name), "")


def find(token: str) -> SignedIn | None:
    """Return who is behind a session token; blocks on the database. Notes once a minute that it is in use."""
    if not token:
        return None
    with db.reading() as session:
        signed_in = sessions.identify(session, token)
    if signed_in is not None and sessions.is_due(signed_in):
        session_id = signed_in.session_id
        db.writing_if_possible(lambda session: sessions.touch(session, session_id))
    return signed_in


def csrf_token(session_token: str) -> str:
    """Return the CSRF token of a session: nobody can make it without the cookie, nor the cookie from it."""
    return hmac.new(session_token.encode(), b"csrf", hashlib.sha256).hexdigest()


def require_csrf(given: str, session_token: str) -> None:
    """Raise ForgedForm unless this is the CSRF token of the session."""
    if not hmac.compare_digest(given.encode(), csrf_token(session_token).encode()):
        raise ForgedForm


def signed_in_of(connection: Connection) -> SignedIn:
    """Return who made a request that the edge has let in; Unauthenticated where a route needs nobody."""
    found = connection.scope.get("user")
    if not isinstance(found, SignedIn):
        raise Unauthenticated
    return found


def remember(scope: Scope, signed_in: SignedIn, *, token: str) -> None:
    """Keep with a request who made it and what their CSRF token is."""
    scope["user"], scope["auth"] = signed_in, csrf_token(token)


def csrf_of(connection: Connection) -> str:
    """Return the CSRF token of the session behind a request."""
    return cast("str", connection.scope.get("auth") or "")


def browser_name(user_agent: str) -> str:
    """Return what to call a browser in the list of sessions: "Firefox, Linux"; empty when it is none we know."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"\b{mark}/\d", user_agent)), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system)))
