"""A short private folder for sockets, whose paths must stay under 108 bytes."""

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path

from helpdesk.errors import Misconfigured

SOCKET_PATH_MAX_BYTES = 103  # macOS; Linux has 107


def run_folder(data_dir: Path) -> Path:
    """Make and return the folder that belongs to `data_dir`; ours alone, the same at each start."""
    digest = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    path = _base() / f"helpdesk-{os.getuid()}-{digest}"
    path.mkdir(mode=0o700, exist_ok=True)
    _refuse_strangers(path)
    return path


def _base() -> Path:
    for candidate in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if candidate and len(os.fsencode(candidate)) < SOCKET_PATH_MAX_BYTES - 50 and os.access(candidate, os.W_OK):
            return Path(candidate)
    raise Misconfigured(
        "There is no short folder to put sockets in. Set XDG_RUNTIME_DIR or TMPDIR to one you may write to."
    )


def _refuse_strangers(path: Path) -> None:
    # In a shared /tmp somebody else may have made the name first.
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Misconfigured(
            f"{path} belongs to somebody else. Remove it, or set XDG_RUNTIME_DIR to a folder of your own."
        )
    path.chmod(0o700)


def remove_run_folder(data_dir: Path) -> None:
    """Remove the folder of `data_dir`, if nothing is left in it."""
    with contextlib.suppress(OSError):
        run_folder(data_dir).rmdir()
