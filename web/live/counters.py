"""The counters beside the views: absolute values, read for all consoles at once, at most four times a second."""

import asyncio
from collections.abc import Mapping
from time import monotonic
from typing import Final

from helpdesk.queries import inbox
from helpdesk.queries.lists.counting import view_counts
from web.live.feed import Feed
from web.live.hub import Hub
from web.live.news import encoded
from web.live.reader import Reader

EVERY_S: Final = 0.25
FLOOD_EVERY_S: Final = 1.0  # while changes never pause: nobody reads faster, and each count reads every active ticket
VIEWS_EVERY_S: Final = 2.0
# A huge desk is counted less often, so that counting never takes more than a fifth of the time.
RESTS: Final = 4


class Counters:
    """Counts again when something changed, and tells each console what is different for it."""

    def __init__(self, hub: Hub, feed: Feed, reader: Reader) -> None:
        self._hub = hub
        self._feed = feed
        self._reader = reader
        self._changed = asyncio.Event()
        self._views_changed = asyncio.Event()
        self._views: Mapping[int, Mapping[str, int]] = {}
        self._rest_s = EVERY_S

    def change(self) -> None:
        """Say that numbers may have changed."""
        self._changed.set()
        self._views_changed.set()

    async def tick(self) -> None:
        """Count what changes because time passes."""
        if self._hub.sockets:
            self.change()

    async def turn(self) -> None:
        """Wait for a change, count, tell, and rest: a quarter of a second, longer each time while changes never pause."""
        self._rest_s = min(2 * self._rest_s, FLOOD_EVERY_S) if self._changed.is_set() else EVERY_S
        await self._changed.wait()
        self._changed.clear()
        began = monotonic()
        actors = {socket.agent_id: socket.actor for socket in self._hub.sockets}
        if actors:
            # Everybody has been told everything up to here; the numbers may already be newer, never older.
            position = self._feed.position
            self._tell(await self._reader.reading(lambda session: inbox.counts(session, actors.values())), position)
        await asyncio.sleep(max(self._rest_s, RESTS * (monotonic() - began)))

    async def turn_views(self) -> None:
        """Wait for a change, count the saved views of those connected, and rest two seconds or longer."""
        await self._views_changed.wait()
        self._views_changed.clear()
        began = monotonic()
        actors = {socket.agent_id: socket.actor for socket in self._hub.sockets}
        if actors:
            found = await self._reader.reading(lambda session: view_counts(session, actors.values()))
            if found != self._views:
                self._views = found
                self._changed.set()
        await asyncio.sleep(max(VIEWS_EVERY_S, RESTS * (monotonic() - began)))

    def _tell(self, counts: Mapping[int, dict[str, int]], position: int) -> None:
        for socket in list(self._hub.sockets):
            if socket.agent_id not in counts:
                continue
            own = {**counts[socket.agent_id], **self._views.get(socket.agent_id, {})}
            if own != socket.counts:
                socket.counts = own
                socket.send(encoded({"t": "counts", "p": position, "counts": own}))
