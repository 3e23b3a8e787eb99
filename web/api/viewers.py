"""Who has a ticket open, as the sockets of this process know it."""

from typing import Any, Final

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from helpdesk.queries.rows import Json
from web.live.console import Consoles

TheViewers = NamedDependency[list[Json]]


def _viewers(request: Request[Any, Any, Any], ticket_id: FromPath[int]) -> list[Json]:
    consoles: Consoles | None = request.app.state.get("consoles")
    return [] if consoles is None else consoles.viewers.of(ticket_id)


# Not in a thread: what sockets know belongs to the event loop.
VIEWERS: Final = {"viewers": Provide(_viewers, sync_to_thread=False)}
