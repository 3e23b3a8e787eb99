"""The console's shell: the one page the front end lives on."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from litestar import Response, get

from web.headers import Kind
from web.pages.forms import AnyRequest
from web.pages.render import page
from web.provided import TheSignedIn

# As web/frontend/console/route.ts and list/loading.ts have them; a test compares the addresses.
BY_ACTIVITY: Final = frozenset({"resolved", "spam", "trash"})
FIRST_PART: Final = 100
MAX_DIGITS: Final = 16


@get("/", opt={"access": "agent", "headers": Kind.CONSOLE}, include_in_schema=False)
async def show_console(request: AnyRequest, signed_in: TheSignedIn) -> Response[str]:
    """Answer the page that loads the console, in the agent's language and colours."""
    return page(request, "console.html", theme=signed_in.theme, asked_first=asked_first(request.query_params))


def asked_first(query: Mapping[str, str]) -> list[str]:
    """Return what the console will ask as soon as it runs: browsers fetch it beside the script.

    Where the agent has chosen another order for the list, which only their browser knows, that one answer is not used.
    """
    found = ["/api/me", "/api/workspace", "/api/counts"]
    if not query.get("page"):
        view = query.get("view", "mine")
        sort = query.get("sort", "activity" if view in BY_ACTIVITY else "urgency")
        found.append(f"/api/tickets?{urlencode({'view': view, 'sort': sort, 'limit': FIRST_PART})}")
    if (ticket := query.get("ticket", "")).isascii() and ticket.isdigit() and len(ticket) < MAX_DIGITS:
        found.append(f"/api/tickets/{ticket}")
    return found
