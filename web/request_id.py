"""A number for every request: in the answer, in the log, on the error page."""

import secrets

from litestar.types import Scope


def of(scope: Scope) -> str:
    """Return the number of a request, given at first asking."""
    found = scope["state"].get("request_id")
    if not isinstance(found, str):
        found = scope["state"]["request_id"] = secrets.token_hex(8)
    return found
