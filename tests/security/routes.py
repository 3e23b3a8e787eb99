"""The route table as attackers would walk it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler
from litestar.routes import HTTPRoute, WebSocketRoute

from helpdesk.config import Config
from web.access import UNSAFE, Access, handlers, rule_of
from web.app import create_app


@dataclass(frozen=True, slots=True)
class Call:
    """One verb of one route, with values filled into its path."""

    method: str
    path: str
    route: str
    access: Access
    handler: HTTPRouteHandler | WebsocketRouteHandler

    @property
    def is_unsafe(self) -> bool:
        return self.method in UNSAFE


def calls() -> Iterator[Call]:
    """Yield every HTTP verb of every route."""
    for route, handler in handlers(create_app(Config()).routes):
        if isinstance(route, HTTPRoute) and isinstance(handler, HTTPRouteHandler):
            for method in sorted(handler.http_methods):
                yield Call(str(method), fill(route.path), route.path, rule_of(handler), handler)


def sockets() -> Iterator[Call]:
    """Yield every socket route."""
    for route, handler in handlers(create_app(Config()).routes):
        if isinstance(route, WebSocketRoute) and isinstance(handler, WebsocketRouteHandler):
            yield Call("WS", fill(route.path), route.path, rule_of(handler), handler)


def fill(path: str) -> str:
    """Put a value into every parameter of a path."""
    return re.sub(r"\{[^}]*\}", lambda found: "1" if ":int" in found.group() else "x", path)
