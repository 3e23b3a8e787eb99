"""Making the app of some hundreds of routes takes a third less than Litestar left alone: what it does per route is done once."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Self

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.routes import ASGIRoute, BaseRoute, HTTPRoute, WebSocketRoute
from litestar.types.internal_types import RouteHandlerMapItem


class _Growing(Router):
    """Asked for its handlers with each route it is given, and keeps the answer."""

    @cached_property
    def _known(self) -> list[BaseRoute]:
        return []

    @cached_property
    def _handlers(self) -> dict[str, RouteHandlerMapItem]:
        return {}

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """Handlers by path and verb. A route is never taken away, only replaced by one that answers more verbs."""
        known = self._known
        for at, route in enumerate(self.routes):
            if at == len(known):
                known.append(route)
            elif known[at] is route:
                continue
            known[at] = route
            self._handlers.setdefault(route.path, {}).update(_handlers_of(route))
        return self._handlers


class Root(_Growing):
    """The router of all routes, made for one app and so never copied for it: that is a quarter of making the app."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


class App(_Growing, Litestar):
    """The app of a `Root`."""


@contextmanager
def options_read_once() -> Iterator[None]:
    """Let the handlers of OPTIONS that are made in this block, one for each path, share the signature they all have."""
    make = HTTPRoute.create_options_handler
    first: list[HTTPRouteHandler] = []

    def make_alike(route: HTTPRoute, path: str) -> HTTPRouteHandler:
        handler = make(route, path)
        if not first:
            first.append(handler)
        handler._parsed_fn_signature = first[0].parsed_fn_signature
        return handler

    HTTPRoute.create_options_handler = make_alike  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        HTTPRoute.create_options_handler = make  # type: ignore[method-assign]


def _handlers_of(route: BaseRoute) -> RouteHandlerMapItem:
    if isinstance(route, HTTPRoute):
        return {verb: handler for handler in route.route_handlers for verb in handler.http_methods}
    if isinstance(route, WebSocketRoute):
        return {"websocket": route.route_handler}
    assert isinstance(route, ASGIRoute)
    return {"asgi": route.route_handler}
