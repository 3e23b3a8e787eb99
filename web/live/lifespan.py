"""The live part of a web process, from its start to its end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from helpdesk.config import Config
from web.live.console import Consoles
from web.live.ear import Ear
from web.live.exchange import Exchange
from web.live.feed import Feed
from web.live.reader import Reader
from web.live.upkeep import Upkeep

THREADS = 3


@asynccontextmanager
async def live_lifespan(app: Litestar) -> AsyncIterator[None]:
    """Follow the desk's events while the app serves; `consoles`, `feed`, `exchange` and `reader` are in its state."""
    config: Config = app.state["config"]
    feed, exchange, reader = Feed(), Exchange(), Reader("live", threads=THREADS)
    consoles = Consoles(feed, exchange, reader, config.data_dir)
    upkeep = Upkeep(consoles, reader)
    app.state.update(feed=feed, exchange=exchange, reader=reader, consoles=consoles, upkeep=upkeep)
    feed.add(consoles)
    ear = Ear(config.redis_url, on_position=feed.wake, on_ephemeral=exchange.hear)
    await feed.start()
    ear.start()
    loops = [asyncio.create_task(loop) for loop in upkeep.tasks()]
    try:
        yield
    finally:
        await _cancel(loops)
        await ear.stop()
        await feed.stop()
        exchange.close()
        consoles.close()
        reader.close()


async def _cancel(loops: list[asyncio.Task[None]]) -> None:
    for loop in loops:
        loop.cancel()
    for loop in loops:
        with contextlib.suppress(asyncio.CancelledError):
            await loop
