"""Whose request it is: by the visitor's token, never by a cookie."""

from typing import Any

from litestar import Request

from channels.webchat.parse import hash_of_token
from helpdesk.errors import Unauthenticated
from web.chat import desk, limits

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


def visitor_of(request: AnyRequest, key: str) -> tuple[int, str]:
    """Return the id of the channel and the hash of the token a request carries."""
    limits.spend_requests_of(str(request.scope["state"]["address"]))  # before the token: anybody can make many
    channel = desk.open_channel(key)
    given = request.headers.get("authorization", "")
    token_hash = hash_of_token(channel.id, given.removeprefix("Bearer ")) if given.startswith("Bearer ") else None
    if token_hash is None:
        raise Unauthenticated("Give the visitor's token: Authorization: Bearer ...")
    limits.spend_request(token_hash)
    return channel.id, token_hash
