"""The routes of the desk as the app has them, and how each is called beside its body."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from helpdesk.config import Config
from tests.security.world import World
from web.access import handlers, rule_of
from web.app import create_app

AS_A_FORM: Final = {"POST /api/uploads"}
OBJECTS: Final = ("ticket_id", "message_id", "customer_id", "attachment_id")


@dataclass(frozen=True, slots=True)
class Route:
    """One verb on one path, with its rule and the shapes it says it answers by status."""

    verb: str
    path: str
    access: str
    shapes: dict[int, Any]

    @property
    def name(self) -> str:
        """How BODIES and the others call it."""
        return f"{self.verb} {self.path}"

    @property
    def object(self) -> str:
        """What the path names that belongs to a ticket: "ticket_id" ..., "" when it names nothing of the kind."""
        return next((name for name in OBJECTS if f"{{{name}:" in self.path), "")

    def fill(self, world: World) -> str:
        """Return the path with ids in it."""
        path = self.path
        for name, value in {**world.ids, **_message_ids(self, world)}.items():
            for kind in ("int", "str"):
                path = path.replace(f"{{{name}:{kind}}}", str(value))
        assert "{" not in path, f"tests/security/world.py has no id for {self.path}"
        return path


@cache
def routes() -> list[Route]:
    """Return every HTTP route of the app."""
    found = []
    for route, handler in handlers(create_app(Config()).routes):
        if isinstance(handler, HTTPRouteHandler):
            shapes = {status: spec.data_container for status, spec in (handler.responses or {}).items()}
            verbs: Iterable[str] = handler.http_methods
            found += [Route(str(verb), route.path, str(rule_of(handler)), shapes) for verb in verbs]
    return sorted(found, key=lambda route: route.name)


def sockets() -> set[str]:
    """Return the path of every socket of the app."""
    found = handlers(create_app(Config()).routes)
    return {route.path for route, handler in found if isinstance(handler, WebsocketRouteHandler)}


def _message_ids(route: Route, world: World) -> dict[str, int]:
    state = world.replies.get(route.path.rsplit("/", 1)[-1])
    return {} if state is None else {"message_id": state}


# What some are asked besides.
QUERIES: Final[dict[str, str]] = {
    "GET /api/attachments/{attachment_id:str}": "?{file_seal}",
    "GET /api/attachments/aside/{side_file_id:str}": "?{side_file_seal}",
    "GET /api/search": "?q=invoice",
    "GET /api/tickets/{ticket_id:int}/found-messages": "?q=invoice",
    "GET /api/moments": "?q=tomorrow",
    "GET /api/ticket-keys": "?view=all&ids={ticket_id}",
    "GET /api/ticket-rows": "?ids={ticket_id}",
    "GET /api/tickets/ahead": "?ids={ticket_id}",
    "GET /api/tickets/{ticket_id:int}/recipients": "?thread_id={thread_id}",
    "GET /api/mail-log": "?q=invoice",
    "GET /api/mailbox-presets": "?mailbox=somebody@gmail.com",
}
# Ask a server outside, which no test does: here it only counts who is let through to it.
ASKS_OUTSIDE: Final = {
    "GET /api/mailboxes/{mailbox_id:int}/domain",
    "POST /api/bots",
    "POST /api/sign-on/test",
}
