"""Threads that ask the database for the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.orm import Session

from helpdesk import db

T = TypeVar("T")


class Reader:
    """A few threads of its own, so that nothing waits behind slow requests."""

    def __init__(self, name: str, *, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def reading(self, work: Callable[[Session], T]) -> T:
        """Run a query in a thread, in one read-only session."""

        def read() -> T:
            with db.reading_one_state() as session:
                return work(session)

        return await self.run(read)

    async def writing(self, work: Callable[[Session], T]) -> T:
        """Run an action in a thread, in one transaction; again when another writer crossed it."""
        return await self.run(lambda: db.retrying(work))

    async def run(self, work: Callable[[], T]) -> T:
        """Run anything that blocks in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """Finish what has begun and begin nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)
