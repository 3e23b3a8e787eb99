"""One backup at a time in a folder: two would take twice the room and twice the reading."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from helpdesk.errors import Unavailable

UNFINISHED: Final = ".part"


@contextmanager
def turn_in(folder: Path) -> Iterator[None]:
    """Keep other backups out of `folder`, and take away what one that was ended has left.

    Unavailable while another is being made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, folder)
        for left in folder.glob(f"*{UNFINISHED}"):
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Unavailable(f"Another backup is being made in {folder}. Wait until it is there.") from None
