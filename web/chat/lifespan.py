"""The visitors' part of a web process, from its start to its end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar

from web.chat.door import Door
from web.chat.hub import Visitors
from web.live.reader import Reader
from web.live.upkeep import end_if_stuck, repeat

THREADS = 6


@asynccontextmanager
async def chat_lifespan(app: Litestar) -> AsyncIterator[None]:
    """Tell visitors what happens while the app serves; the live part must have begun."""
    reader, door = Reader("chat", threads=THREADS), Door()
    visitors = Visitors(app.state.exchange, reader)
    app.state.update(visitors=visitors, chat_reader=reader, chat_door=door)
    app.state.feed.add(visitors)

    async def look() -> None:
        now = asyncio.get_running_loop().time()
        for socket in list(visitors.sockets):
            end_if_stuck(socket.wire, now)

    loop = asyncio.create_task(repeat(look, every_s=1.0))
    try:
        yield
    finally:
        loop.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loop
        door.close()
        reader.close()
