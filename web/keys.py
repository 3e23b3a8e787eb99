"""Requests of other systems: a key in the Authorization header instead of a browser's cookie."""

from typing import Final

from litestar.datastructures import Headers
from litestar.types import Scope

from helpdesk import db, ratelimit
from helpdesk.actions.client_base import api_keys
from helpdesk.actions.client_base.api_keys import ByKey
from helpdesk.errors import Forbidden, Unauthenticated
from helpdesk.ratelimit import Limit
from web import access

# The first that fits decides; what fits none is closed to keys.
_READS: Final = (
    ("/api/customers", "customers:read"),
    ("/api/organisations", "customers:read"),
    ("/api/segments", "customers:read"),
    ("/api/custom-fields", "customers:read"),
    ("/api/tickets", "tickets:read"),
    ("/api/ticket-rows", "tickets:read"),
    ("/api/messages", "tickets:read"),
    ("/api/attachments", "tickets:read"),
    ("/api/search", "tickets:read"),
    ("/api/tags", "tickets:read"),
)
_WRITES: Final = (
    ("/api/outside-events", "outside-events:write"),
    ("/api/customers", "customers:write"),
    ("/api/organisations", "customers:write"),
    ("/api/tickets", "tickets:write"),
    ("/api/uploads", "tickets:write"),
)
WRONG_KEYS: Final = Limit("wrong_key", 30, 600)  # per address


class NotInScope(Forbidden):
    """This key may not do this; an admin can make one that may."""

    code = "scope"


def key_of(headers: Headers) -> str:
    """Return the key a request carries, empty when it has none."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def admit(token: str, *, verb: str, path: str, template: str, address: str) -> ByKey:
    """Return who is behind a key that may do this; blocks on the database. Changes go into the audit log."""
    ratelimit.check(WRONG_KEYS, address)
    with db.reading() as session:
        found = api_keys.identify(session, token)
    if found is None:
        ratelimit.spend(WRONG_KEYS, address)
        raise Unauthenticated("This key is unknown or was revoked.")
    ratelimit.spend(Limit("api_key", found.per_minute, 60), str(found.key_id))
    if _scope(verb, path) not in found.scopes:
        raise NotInScope(needs=_scope(verb, path) or "none")
    if verb in access.UNSAFE:
        with db.transaction() as session:
            api_keys.touch(session, found.key_id)
            api_keys.note_use(session, found, verb=verb, path=template[:200], address=address)
    elif api_keys.is_due(found):
        db.writing_if_possible(lambda session: api_keys.touch(session, found.key_id))
    return found


def template_of(scope: Scope) -> str:
    """Return a path with the names of its parameters."""
    return str(scope.get("path_template") or "")


def _scope(verb: str, path: str) -> str | None:
    if verb in access.UNSAFE and path.endswith("/outside-events"):
        return "outside-events:write"
    table = _WRITES if verb in access.UNSAFE else _READS
    return next((scope for start, scope in table if path == start or path.startswith(f"{start}/")), None)
