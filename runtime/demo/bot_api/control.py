"""The control side over HTTP, for who plays the people from another process."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from runtime.demo.bot_api.server import BotApi


def routes(api: "BotApi") -> list[web.RouteDef]:
    """Return the routes.

    POST /control/bots {"token", "username", "name"}; POST /control/bots/{token}/people/{verb} with the verb's
    arguments (runtime.demo.bot_api.people); POST /control/faults {"method", "kind", ...}; DELETE /control/faults.
    """

    async def add_bot(request: web.Request) -> web.Response:
        api.add_bot(**await request.json())
        return web.json_response({"ok": True})

    async def act(request: web.Request) -> web.Response:
        verb = getattr(api.people(request.match_info["token"]), request.match_info["verb"].lstrip("_"))
        result: Any = verb(**await request.json())
        return web.json_response({"result": result})

    async def fail(request: web.Request) -> web.Response:
        api.world.switches.fail(**await request.json())
        return web.json_response({"ok": True})

    async def mend(request: web.Request) -> web.Response:
        api.world.switches.faults.clear()
        return web.json_response({"ok": True})

    return [
        web.post("/control/bots", add_bot),
        web.post("/control/bots/{token}/people/{verb}", act),
        web.post("/control/faults", fail),
        web.delete("/control/faults", mend),
    ]
