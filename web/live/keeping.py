"""Whether the desk can keep anything just now, and telling the consoles when that changes."""

import shutil
from pathlib import Path
from typing import Final

import structlog

from helpdesk import db, presence
from web.live.hub import Hub
from web.live.news import encoded
from web.live.reader import Reader
from web.live.socket import AgentSocket

ROOM_BYTES: Final = 1024 * 1024

log = structlog.get_logger()


class Keeping:
    """Looks for writes that were refused and for a full disk; what it suspects it tries before it says so.

    folder: where files lie, and on SQLite the database.
    """

    def __init__(self, hub: Hub, reader: Reader, folder: Path) -> None:
        self._hub = hub
        self._reader = reader
        self._folder = folder
        self._is_read_only = False
        self._refusals = db.refusals()

    def greet(self, socket: AgentSocket) -> None:
        """Tell a console that has just come, if there is anything to tell."""
        if self._is_read_only:
            socket.send(_frame(is_read_only=True))

    async def look(self) -> None:
        """Look once; tells all consoles when it has begun or is over."""
        has_room = await self._reader.run(self._has_room)
        was_refused = self._refusals != (refusals := db.refusals())
        self._refusals = refusals
        if was_refused or self._is_read_only or not has_room:
            self._tell(is_read_only=not has_room or not await self._takes_a_note())

    def _tell(self, *, is_read_only: bool) -> None:
        if is_read_only == self._is_read_only:
            return
        self._is_read_only = is_read_only
        log.warning("the desk can only be read" if is_read_only else "the desk keeps what it is given again")
        for socket in list(self._hub.sockets):
            socket.send(_frame(is_read_only=is_read_only))

    def _has_room(self) -> bool:
        return shutil.disk_usage(self._folder).free >= ROOM_BYTES

    async def _takes_a_note(self) -> bool:
        here = self._hub.connected().agent_ids
        return await self._reader.run(lambda: db.writing_if_possible(lambda session: presence.mark_seen(session, here)))


def _frame(*, is_read_only: bool) -> bytes:
    return encoded({"t": "read_only", "on": is_read_only})
