"""The counters beside the views: absolute values, one query for all consoles, at most four times a second."""

import asyncio
from collections.abc import Mapping
from typing import Final

from helpdesk.queries import inbox
from web.live.feed import Feed
from web.live.hub import Hub
from web.live.news import encoded
from web.live.reader import Reader

EVERY_S: Final = 0.25


class Counters:
    """Counts again when something changed, and tells each console what is different for it."""

    def __init__(self, hub: Hub, feed: Feed, reader: Reader) -> None:
        self._hub = hub
        self._feed = feed
        self._reader = reader
        self._changed = asyncio.Event()

    def change(self) -> None:
        """Say that numbers may have changed."""
        self._changed.set()

    async def turn(self) -> None:
        """Wait for a change, count, tell, and rest a quarter of a second."""
        await self._changed.wait()
        self._changed.clear()
        actors = {socket.agent_id: socket.actor for socket in self._hub.sockets}
        if actors:
            # Everybody has been told everything up to here; the numbers may already be newer, never older.
            position = self._feed.position
            self._tell(await self._reader.reading(lambda session: inbox.counts(session, actors.values())), position)
        await asyncio.sleep(EVERY_S)

    def _tell(self, counts: Mapping[int, dict[str, int]], position: int) -> None:
        for socket in list(self._hub.sockets):
            own = counts.get(socket.agent_id)
            if own is not None and own != socket.counts:
                socket.counts = own
                socket.send(encoded({"t": "counts", "p": position, "counts": own}))
