"""HEAD: answered as GET would be, without the body; monitors and link checkers ask that way."""

from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send


def answering_heads(app: ASGIApp) -> ASGIApp:
    """Return an app that takes HEAD for GET (RFC 9110, 9.3.2); the server leaves the body of the answer out."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        asked: Any = scope  # of several shapes, as the server made it; only HTTP has a method
        if asked["type"] == "http" and asked["method"] == "HEAD":
            asked = {**asked, "method": "GET"}
        await app(asked, receive, send)

    return answer
