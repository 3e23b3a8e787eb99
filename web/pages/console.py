"""The console's shell: the one page the front end lives on."""

from litestar import Response, get

from web.headers import Kind
from web.pages.forms import AnyRequest
from web.pages.render import page
from web.provided import TheSignedIn


@get("/", opt={"access": "agent", "headers": Kind.CONSOLE}, include_in_schema=False)
async def show_console(request: AnyRequest, signed_in: TheSignedIn) -> Response[str]:
    """Answer the page that loads the console, in the agent's language and colours."""
    return page(request, "console.html", theme=signed_in.theme)
