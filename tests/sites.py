"""A site that embeds a chat, as a test holds it: it knows a secret and signs who its visitors are."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from helpdesk import db
from helpdesk.actions.workspace import widgets
from tests.cast import Desk


def new_secret(desk: Desk) -> tuple[str, str]:
    """Make a secret of the desk's widget; returns its name and the secret itself."""
    with db.transaction() as session:
        made = widgets.add_secret(session, desk.channel_id, by=desk.cast.dora)
        return made.name, made.secret


def part(value: Any) -> str:  # JSON
    """Return JSON as a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(desk: Desk, secret: str, *, head: dict[str, Any] | None = None, **claims: Any) -> str:
    """Return a token as a site makes it; claims replace or add to the usual ones, None leaves one out."""
    return token_of(desk.channel_key, secret, head=head, **claims)


def token_of(key: str, secret: str, *, head: dict[str, Any] | None = None, **claims: Any) -> str:
    """Return a token for the widget with this public key."""
    usual = {"sub": "vera-1", "aud": key, "exp": int(time.time()) + 300, "name": "Vera"}
    body = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    content = f"{part(head or {'alg': 'HS256', 'typ': 'JWT'})}.{part(body)}"
    digest = hmac.new(secret.encode(), content.encode(), hashlib.sha256).digest()
    return f"{content}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def hashed(secret: str, user: str) -> str:
    """Return the keyed hash of a site's id."""
    return hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()
