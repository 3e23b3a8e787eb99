"""The gate every request passes: session, role, origin, CSRF token, limits. Closed unless a route's rule opens it."""

from collections.abc import Iterable
from functools import partial

import structlog
from anyio import to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from helpdesk import ratelimit
from helpdesk.config import Config
from helpdesk.errors import NotFound, Unauthenticated
from web import access, keys, metrics, origins, request_id, session
from web.access import Access

MAX_ID = 2**63 - 1
SESSION_ENDED = 4401


class Admission(ASGIMiddleware):
    """Lets a request through to its handler, or raises what the problem is."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET, ScopeType.ASGI)

    def __init__(self, config: Config) -> None:
        self._config = config

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Check a request by the rule of its route."""
        metrics.began(scope)
        structlog.contextvars.bind_contextvars(request=request_id.of(scope))
        scope["state"]["address"] = origins.client_address(scope, self._config)
        handler = scope["route_handler"]
        if not access.is_automatic(handler):
            rule = access.rule_of(handler)
            _require_storable_ids(scope)
            self._check_origin(scope)
            if rule.needs_session and not await self._is_let_in(scope, rule):
                await _end_socket(receive, send)
                return
        await next_app(scope, receive, send)

    def _check_origin(self, scope: Scope) -> None:
        headers = Headers.from_scope(scope)
        if scope["type"] == ScopeType.WEBSOCKET:
            origins.require_own_socket(headers, self._config)
        elif keys.key_of(headers) and access.rule_of(scope["route_handler"]).needs_session:
            return  # no cookie counts here, so no other page can make a browser say it
        elif scope["method"] in access.UNSAFE and not scope["route_handler"].opt.get("cross_site"):
            origins.require_own_page(headers, self._config)

    async def _is_let_in(self, scope: Scope, rule: Access) -> bool:
        """Find the session and check role, CSRF token and limit; False only for a socket whose session has ended."""
        connection: session.Connection = ASGIConnection(scope)
        if scope["type"] == ScopeType.HTTP and (key := keys.key_of(connection.headers)):
            await self._let_in_by_key(scope, rule, key)
            return True
        token = session.token_of(connection, self._config)
        signed_in = await to_thread.run_sync(session.find, token)
        if signed_in is None:
            if scope["type"] == ScopeType.WEBSOCKET:
                return False
            raise Unauthenticated
        session.remember(scope, signed_in, token=token)
        access.require_role(rule, signed_in.role)
        if scope["type"] == ScopeType.HTTP:
            if scope["method"] in access.UNSAFE:
                session.require_csrf(_csrf_given(connection), token)
            ratelimit.spend(ratelimit.API, str(signed_in.session_id))
        return True

    async def _let_in_by_key(self, scope: Scope, rule: Access, key: str) -> None:
        """Check another system's key: its scope, its own limit, and the role of the agent it acts for."""
        admit = partial(
            keys.admit,
            key,
            verb=str(scope.get("method", "")),
            path=scope["path"],
            template=keys.template_of(scope),
            address=scope["state"]["address"],
        )
        found = await to_thread.run_sync(admit)
        session.remember(scope, found.signed_in, token=key)
        access.require_role(rule, found.signed_in.role)


def _csrf_given(connection: session.Connection) -> str:
    return connection.headers.get(session.CSRF_HEADER, "")


def _require_storable_ids(scope: Scope) -> None:
    values: Iterable[object] = scope["path_params"].values()
    if any(isinstance(value, int) and abs(value) > MAX_ID for value in values):
        raise NotFound


async def _end_socket(receive: Receive, send: Send) -> None:
    # Refused before it is accepted, a browser would only see "closed" and try again for ever.
    await receive()
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    await send({"type": "websocket.close", "code": SESSION_ENDED, "reason": "signed out"})
