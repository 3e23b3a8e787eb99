"""Waiting for something without standing in anybody's way."""

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


async def soon(look: Callable[[], bool], *, within_s: float, every_s: float = 0.01) -> bool:
    """Wait until `look` says yes; False when it does not within the time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if look():
            return True
        await asyncio.sleep(every_s)
    return look()


def now_or_later(look: Callable[[], T], within_s: float) -> T:
    """Return what `look` returns once that is true, or whatever it is after `within_s`; blocks."""
    deadline = time.monotonic() + within_s
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


async def something(event: asyncio.Event, *, within_s: float) -> None:
    """Wait for an event, but not for ever."""
    # Not wait_for: before Python 3.12 it swallows a cancellation that comes together with the event.
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            await event.wait()


def descends(pid: int, ancestor: int) -> bool:
    """Say whether a process is a descendant of another (Linux; True where there is no /proc to ask)."""
    if not Path("/proc/self/stat").exists():
        return True
    while pid > 1 and pid != ancestor:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return pid == ancestor


def lives(pid: int) -> bool:
    """Say whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
