"""Both mail servers at work, in a thread of their own."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from runtime.demo.post import imap, smtp
from runtime.demo.post.boxes import Boxes
from runtime.demo.post.smtp import Arrived, Post

START_WITHIN_S: Final = 20.0


class Office:
    """Serves the mailboxes below a folder: SMTP for everybody, IMAP for `user` alone."""

    def __init__(self, root: Path, *, ports: tuple[int, int], user: str, password: str, arrived: Arrived) -> None:
        self.boxes = Boxes(root / "boxes")
        self._root = root
        self._smtp_port, self._imap_port = ports
        self._user, self._password = user, password
        self._post = Post(self.boxes, domain=user.partition("@")[2], arrived=arrived)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="post-office", daemon=True)

    def start(self) -> None:
        """Begin to listen; returns when it does."""
        self._thread.start()
        if not self._ready.wait(START_WITHIN_S):
            raise RuntimeError("The mail servers did not start.")

    def stop(self) -> None:
        """End it; connections are cut off."""
        if self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(START_WITHIN_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            with contextlib.suppress(Exception):
                self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        inbox = self.boxes.folder(self._user)
        server = await smtp.serve(self._post, self._smtp_port)
        async with imap.serving(
            self._root / "imap", self._imap_port, user=self._user, password=self._password, folder=inbox
        ):
            self._ready.set()
            await self._stop.wait()
            server.close()


@contextmanager
def running_office(
    root: Path, *, ports: tuple[int, int], user: str, password: str, arrived: Arrived
) -> Iterator[Office]:
    """Run both servers while the block runs."""
    office = Office(root, ports=ports, user=user, password=password, arrived=arrived)
    office.start()
    try:
        yield office
    finally:
        office.stop()
