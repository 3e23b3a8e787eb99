"""Small disks that fill up: mounted in a mount namespace of our own, which nobody else sees."""

import contextlib
import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from helpdesk.errors import Unavailable

APART: Final = "HELPDESK_FAULTS_APART"
SIZE: Final = "256m"
CHUNK: Final = b"\1" * 1_048_576
DETACH: Final = 2  # MNT_DETACH
BALLAST: Final = "ballast"


def may_go_apart() -> bool:
    """Say whether this program can have a namespace where it may mount (it takes Linux)."""
    try:
        return subprocess.run([*_unshare(), "true"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def go_apart() -> None:
    """Begin this program anew in a namespace where it may mount, unless it is there already."""
    if not is_apart():
        os.environ[APART] = "1"
        sys.stdout.flush()
        os.execvp(_unshare()[0], [*_unshare(), sys.executable, *sys.orig_argv[1:]])


def is_apart() -> bool:
    """Say whether this program is there."""
    return bool(os.environ.get(APART))


def _unshare() -> list[str]:
    return ["unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-current-user", "--keep-caps"))]


def mount(folder: Path) -> None:
    """Put a small disk of memory at a folder; it is gone with this process."""
    folder.mkdir(parents=True, exist_ok=True)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", 0, f"size={SIZE}".encode()):
        raise Unavailable(f"A small disk cannot be mounted: {os.strerror(ctypes.get_errno())}.")


def unmount(folder: Path) -> None:
    """Take the disk away again, whoever still uses it."""
    ctypes.CDLL(None).umount2(os.fsencode(folder), DETACH)


def fill(folder: Path) -> None:
    """Write until nothing fits on this disk any more, not even a byte."""
    with (folder / BALLAST).open("ab", buffering=0) as file:
        for size in (len(CHUNK), 65_536, 4096, 512, 1):
            with contextlib.suppress(OSError):
                while file.write(CHUNK[:size]):
                    pass


def free(folder: Path) -> None:
    """Make room again."""
    (folder / BALLAST).unlink(missing_ok=True)
