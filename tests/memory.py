"""Where tests write: to memory where there is plenty, since a desk waits for a disk at each commit."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

# Folders of our own are made in them.
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")  # noqa: S108 - as above
ROOM: Final = 6 * 1024**3
OF_PYTEST: Final = "PYTEST_DEBUG_TEMPROOT"


def place() -> Path:
    """Return where files of tests go: a short path, for sockets beside them."""
    is_roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if is_roomy else DISK


def write_in_memory() -> None:
    """Have the folders of tests, and those that they have made for desks, in memory; not if somebody says where."""
    if OF_PYTEST not in os.environ and "TMPDIR" not in os.environ:
        os.environ[OF_PYTEST] = tempfile.tempdir = str(place())
