"""After a start the database's file is read once, gently: who searches first need not wait for the disk."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

PIECE: Final = 4 * 2**20  # bytes
PAUSE_S: Final = 0.05  # at most 80 MB/s: others read from the same disk
SHARE: Final = 0.5  # of the memory that is available
MEMORY: Final = Path("/proc/meminfo")


def begin(file: Path, wait: Callable[[float], bool]) -> None:
    """Do so beside what this process does; wait: sleeps for so many seconds, and says whether it is time to stop."""
    if hasattr(os, "posix_fadvise") and file.is_file():  # of Linux
        threading.Thread(
            target=read_ahead, args=(file, _available() * SHARE, wait), name="warming", daemon=True
        ).start()


def read_ahead(file: Path, at_most: float, wait: Callable[[float], bool]) -> int:
    """Have the system read the newest `at_most` bytes of a file; return how many it was asked for.

    What was written last lies at the end.
    """
    asked = 0
    with file.open("rb") as opened:
        size = os.fstat(opened.fileno()).st_size
        for start in range(max(0, size - int(at_most)), size, PIECE):
            length = min(PIECE, size - start)
            os.posix_fadvise(opened.fileno(), start, length, os.POSIX_FADV_WILLNEED)
            asked += length
            if wait(PAUSE_S):
                break
    return asked


def _available() -> int:
    """Return how many bytes of memory nobody needs, as Linux says; 0 where it does not."""
    try:
        lines = MEMORY.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)
