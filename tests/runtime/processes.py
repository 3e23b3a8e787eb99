"""Watching processes from a test."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def pid_in(path: Path, *, other_than: int = 0, timeout_s: float = 20.0) -> int:
    """Wait until `path` holds a process id other than the one given, and return it."""

    def look() -> int:
        text = path.read_text() if path.exists() else ""
        return int(text) if text and int(text) != other_than else 0

    return wait_for(look, timeout_s=timeout_s)


def wait_for(look: Callable[[], T], *, timeout_s: float) -> T:
    """Return what `look` returns as soon as that is true; AssertionError after timeout_s."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"it did not happen within {timeout_s} s")


def is_running(pid: int) -> bool:
    """Say whether a process is there and not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def group_of(leader: int) -> list[int]:
    """Return the live processes of a process group (Linux)."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, _, group = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:3]
            except OSError:
                continue
            if int(group) == leader and state != "Z":
                found.append(int(folder.name))
    return found
