"""Serves the page on loopback: who there is, what was said, writing as one of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from helpdesk.models import ChannelKind
from runtime.demo import staff
from runtime.demo.crowd import Crowd
from runtime.demo.mails import File
from runtime.demo.people import CUSTOMERS, ORGANISATIONS, Customer
from runtime.demo.place import Place

FILES: Final = Path(__file__).parent
MAX_BODY: Final = 12_000_000
MAX_TEXT: Final = 8_000
HOSTS: Final = ("127.0.0.1", "localhost")
POLICY: Final = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving_page(crowd: Crowd, place: Place, *, desk_url: str) -> AsyncIterator[None]:
    """Serve the page while the block runs."""
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_guarded])
    app.add_routes(_Page(crowd, desk_url).routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", place.page).start()
    try:
        yield
    finally:
        await runner.cleanup()


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer this machine's own browsers alone: no other name that leads here, no form of another site."""
    origin = request.headers.get("Origin")
    is_ours = urlsplit(f"//{request.host}").hostname in HOSTS
    if not is_ours or (request.method != "GET" and origin != f"http://{request.host}"):
        raise web.HTTPForbidden(text="This page is for this machine alone.")
    answer = await handler(request)
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


class _Page:
    def __init__(self, crowd: Crowd, desk_url: str) -> None:
        self._crowd, self._desk_url = crowd, desk_url

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", _file("page.html", "text/html")),
            web.get("/page.js", _file("page.js", "text/javascript")),
            web.get("/page.css", _file("page.css", "text/css")),
            web.get("/customers", self._customers),
            web.get("/customers/{number:\\d+}/{way}", self._said),
            web.post("/customers/{number:\\d+}/{way}", self._write),
        ]

    async def _customers(self, request: web.Request) -> web.Response:
        found = [
            {
                "number": one.number,
                "name": one.name,
                "language": one.language,
                "address": one.address,
                "organisation": ORGANISATIONS.get(one.organisation, ""),
                "ways": [way.value for way in one.ways],
            }
            for one in CUSTOMERS
        ]
        signs_in = [{"role": member.role.value, "email": member.email, "name": member.name} for member in staff.STAFF]
        return web.json_response({"desk": self._desk_url, "customers": found, "staff": signs_in})

    async def _said(self, request: web.Request) -> web.Response:
        customer, way = _named(request)
        world = self._crowd.world
        assert world is not None
        if way is ChannelKind.EMAIL:
            found = [asdict(one) for one in await asyncio.to_thread(world.mails, customer)]
        elif way is ChannelKind.TELEGRAM:
            found = [asdict(one) for one in world.messages(customer)]
        else:
            found = [_of_chat(fact) for fact in self._crowd.visitor(customer).said[-40:]]
        return web.json_response({"said": found})

    async def _write(self, request: web.Request) -> web.Response:
        customer, way = _named(request)
        given, file = await _form(request)
        text = given.get("text", "").strip()[:MAX_TEXT]
        if not text and file is None:
            raise web.HTTPBadRequest(text="Write something first.")
        if file is not None and way is ChannelKind.WEBCHAT:
            raise web.HTTPBadRequest(text="Send files by mail or Telegram, or from the shop's own chat.")
        subject = given.get("subject", "").strip()[:200]
        try:
            await self._crowd.write(customer, way, text, subject=subject, file=file)
        except (OSError, TimeoutError) as error:
            raise web.HTTPServiceUnavailable(text=f"The desk does not take it now: {error}") from None
        return web.json_response({"ok": True}, status=201)


def _named(request: web.Request) -> tuple[Customer, ChannelKind]:
    number = int(request.match_info["number"])
    customer = next((one for one in CUSTOMERS if one.number == number), None)
    if customer is None or request.match_info["way"] not in customer.ways:
        raise web.HTTPNotFound(text="There is nobody of this number on this channel.")
    return customer, ChannelKind(request.match_info["way"])


async def _form(request: web.Request) -> tuple[dict[str, str], File | None]:
    given: dict[str, str] = {}
    file: File | None = None
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPUnsupportedMediaType(text="Send a form.")
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "file" and part.filename and data:
            file = File(part.filename, part.headers.get("Content-Type", "application/octet-stream"), data)
        elif part.name:
            given[part.name] = data.decode("utf-8", "replace")
    return given, file


def _of_chat(fact: dict[str, Any]) -> dict[str, object]:  # JSON
    files = [str(file.get("filename", "")) for file in fact.get("attachments", [])]
    is_mine = fact.get("from") == "visitor"
    return {"is_mine": is_mine, "text": fact.get("text", ""), "at": fact.get("at", ""), "subject": "", "files": files}


def _file(name: str, media_type: str) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        return web.Response(text=(FILES / name).read_text(encoding="utf-8"), content_type=media_type, charset="utf-8")

    return serve
