"""Answering calls: parameters read, faults done, the envelope written."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from runtime.demo.bot_api.call import Call, Upload
from runtime.demo.bot_api.errors import ApiError, too_many
from runtime.demo.bot_api.faults import Fault, Kind
from runtime.demo.bot_api.media import file_at
from runtime.demo.bot_api.methods import METHODS
from runtime.demo.bot_api.receiving import Receiving
from runtime.demo.bot_api.sending import UNKNOWN_METHOD
from runtime.demo.bot_api.world import Bot, World

PAGE_502: Final = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


class Answering:
    """The side of the server that bots talk to."""

    def __init__(self, world: World, receiving: Receiving, look: Callable[[Bot], None]) -> None:
        self._world, self._receiving, self._look = world, receiving, look

    def routes(self) -> list[web.RouteDef]:
        """Return its routes."""
        return [
            web.route("*", "/bot{token}/{method}", self.answer),
            web.get("/file/bot{token}/{path:.+}", self.fetch),
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of a method."""
        call = await _read(request)
        fault = self._world.switches.next(call.method, call.chat_id)
        if fault is not None:
            return await self._go_wrong(request, call, fault)
        return await self._done(request, call)

    async def fetch(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file, to whoever knows the bot's token."""
        fault = self._world.switches.next("file", None)
        if fault is not None:
            return await self._go_wrong(request, Call("file"), fault)
        try:
            self._world.bot(request.match_info["token"])
            stored = file_at(self._world, request.match_info["path"])
        except ApiError as error:
            return _json(error.as_json(), error.code)
        return web.Response(body=stored.data, content_type="application/octet-stream")

    async def _done(self, request: web.Request, call: Call) -> web.StreamResponse:
        self._world.at_work += 1
        try:
            bot = self._world.bot(request.match_info["token"])
            return _json({"ok": True, "result": await self._result(bot, call)}, 200)
        except ApiError as error:
            return _json(error.as_json(), error.code)
        finally:
            self._world.at_work -= 1

    async def _result(self, bot: Bot, call: Call) -> Any:  # JSON
        if call.method == "getupdates":
            return await self._receiving.get_updates(bot, call)
        with self._world.lock:
            bot.calls.append((call.method, call.params))
            if call.method in ("setwebhook", "deletewebhook"):
                url = {} if call.method == "setwebhook" else {"url": ""}
                self._receiving.set_webhook(bot, Call(call.method, {**call.params, **url}))
                self._look(bot)
                return True
            if call.method == "getwebhookinfo":
                return self._receiving.webhook_info(bot)
            if call.method not in METHODS:
                raise UNKNOWN_METHOD
            return METHODS[call.method](self._world, bot, call)

    async def _go_wrong(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        refusals = {
            Kind.TOO_MANY: too_many(round(fault.seconds)),
            Kind.SERVER_ERROR: ApiError(500, "Internal Server Error"),
            Kind.UNAUTHORIZED: ApiError(401, "Unauthorized"),
            Kind.FORBIDDEN: ApiError(403, fault.words or "Forbidden: bot was blocked by the user"),
            Kind.BAD_REQUEST: ApiError(400, fault.words or "Bad Request"),
        }
        if fault.kind in refusals:
            return _json(refusals[fault.kind].as_json(), refusals[fault.kind].code)
        if fault.kind is Kind.BAD_GATEWAY:
            return web.Response(text=PAGE_502, status=502, content_type="text/html")
        if fault.kind is Kind.DROP_BEFORE:
            return _drop(request)
        if fault.kind is Kind.HANG:
            await asyncio.sleep(fault.seconds)
        answer = await self._done(request, call)
        if fault.kind is Kind.DROP_AFTER:
            return _drop(request)
        if fault.kind is Kind.SERVER_ERROR_AFTER:
            return _json(ApiError(500, "Internal Server Error").as_json(), 500)
        return await _trickle(request, answer, fault.seconds) if fault.kind is Kind.SLOW_BODY else answer


async def _read(request: web.Request) -> Call:
    method = request.match_info["method"].lower()
    params: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json" and request.can_read_body:
        params |= await request.json()
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                params[name] = value if isinstance(value, str) else value.decode()
    return Call(method, params, uploads)


def _json(body: dict[str, Any], status: int) -> web.Response:
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")


def _drop(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _trickle(request: web.Request, answer: web.StreamResponse, seconds: float) -> web.StreamResponse:
    assert isinstance(answer, web.Response)
    body = answer.body if isinstance(answer.body, bytes) else b""
    slow = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
    await slow.prepare(request)
    for at in range(0, len(body), max(1, len(body) // 10)):
        await slow.write(body[at : at + max(1, len(body) // 10)])
        await asyncio.sleep(seconds / 10)
    await slow.write_eof()
    return slow
