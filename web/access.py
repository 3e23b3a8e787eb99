"""Who may call a route: every route says so itself, and one that does not keeps the desk from starting."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from litestar.handlers.base import BaseRouteHandler
from litestar.routes import ASGIRoute, HTTPRoute, WebSocketRoute

from helpdesk.errors import Forbidden, Misconfigured
from helpdesk.models import Role

AnyRoute = HTTPRoute | WebSocketRoute | ASGIRoute
UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Access(StrEnum):
    """The rules there are: `opt={"access": ...}` of a handler or its controller."""

    PUBLIC = "public"  # anybody
    VISITOR = "visitor"  # anybody; the handler itself asks for the visitor's token
    AGENT = "agent"
    SUPERVISOR = "supervisor"  # admins as well
    ADMIN = "admin"

    @property
    def needs_session(self) -> bool:
        """Whether only somebody who signed in gets through."""
        return self not in (Access.PUBLIC, Access.VISITOR)


# What a controller says once for all its routes: `opt = AGENT`.
AGENT: Final[Mapping[str, object]] = {"access": Access.AGENT}
SUPERVISOR: Final[Mapping[str, object]] = {"access": Access.SUPERVISOR}
ADMIN: Final[Mapping[str, object]] = {"access": Access.ADMIN}

_ADMITTED: Final = {
    Access.AGENT: frozenset(Role),
    Access.SUPERVISOR: frozenset({Role.SUPERVISOR, Role.ADMIN}),
    Access.ADMIN: frozenset({Role.ADMIN}),
}


def rule_of(handler: BaseRouteHandler) -> Access:
    """Return the rule of a route; Forbidden when it has none."""
    try:
        return Access(handler.opt["access"])
    except (KeyError, ValueError):
        raise Forbidden from None


def require_role(rule: Access, role: Role) -> None:
    """Raise Forbidden unless this role may call a route with this rule."""
    if role not in _ADMITTED[rule]:
        raise Forbidden


def require_rules(routes: Iterable[AnyRoute]) -> None:
    """Raise Misconfigured naming the routes that do not say who may call them."""
    missing = [f"{route.path} ({handler})" for route, handler in handlers(routes) if not _has_rule(handler)]
    if missing:
        raise Misconfigured(f'These routes lack opt={{"access": ...}}: {", ".join(sorted(missing))}.')


def handlers(routes: Iterable[AnyRoute]) -> Iterator[tuple[AnyRoute, BaseRouteHandler]]:
    """Yield every handler of every route but those Litestar itself adds to answer OPTIONS."""
    for route in routes:
        found = route.route_handlers if isinstance(route, HTTPRoute) else [route.route_handler]
        yield from ((route, handler) for handler in found if not is_automatic(handler))


def is_automatic(handler: BaseRouteHandler) -> bool:
    """Say whether Litestar made this handler to answer OPTIONS with the list of verbs."""
    return handler.fn.__module__ == HTTPRoute.__module__


def _has_rule(handler: BaseRouteHandler) -> bool:
    return handler.opt.get("access") in set(Access)
