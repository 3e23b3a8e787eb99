"""The desk's icon in the browser's tab."""

from typing import Final

from litestar import Response, get

from web.headers import Kind

ICON: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f5fbf"/>
<path d="M8 10a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-6l-4.6 4.1a.8.8 0 0 1-1.4-.6V20a3 3 0 0 1-1-2.2z" fill="#fff"/>
<path d="M12 12.2h8M12 15.6h5" stroke="#1f5fbf" stroke-width="1.8" stroke-linecap="round"/></svg>"""


@get(["/icon.svg", "/favicon.ico"], opt={"access": "public", "headers": Kind.ASSET}, include_in_schema=False)
async def show_icon() -> Response[str]:
    """Answer the icon; kept for a day, since its name has no hash."""
    return Response(ICON, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})
