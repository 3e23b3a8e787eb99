"""The folder that holds all state, used by one `helpdesk up` at a time."""

import errno
import os
from pathlib import Path

from helpdesk.errors import Misconfigured

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PROBE_BYTES = 4 * 1024 * 1024
REASONS = {
    errno.EACCES: "may not be written to by this account. Change its owner",
    errno.EPERM: "may not be written to by this account. Change its owner",
    errno.EROFS: "is on a read-only file system. Make it writable",
    errno.ENOSPC: "has no space left. Free some",
    errno.EDQUOT: "is over its quota. Free some space",
}


class DataFolder:
    """A data folder that exists and can be written to; lock it before anything in it is used."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._lock_fd = -1
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._probe()
        except (FileExistsError, NotADirectoryError):
            raise Misconfigured(f"The data folder {self.path} is a file. Set HELPDESK_DATA_DIR to a folder.") from None
        except OSError as error:
            reason = REASONS.get(error.errno or 0, f"cannot be used ({error.strerror}). Mend it")
            raise Misconfigured(
                f"The data folder {self.path} {reason}, or set HELPDESK_DATA_DIR to another."
            ) from error

    def lock(self) -> None:
        """Take the folder for this process until it ends; Misconfigured naming the process that has it."""
        if fcntl is None:
            raise Misconfigured("`helpdesk up` does not run on Windows. Use WSL or Docker.")
        fd = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(fd, 20).decode(errors="replace").strip() or "unknown"
            os.close(fd)
            raise Misconfigured(
                f"A helpdesk is already running on {self.path} (process {holder}). "
                "Stop it first, or set HELPDESK_DATA_DIR and HELPDESK_PORT to others."
            ) from None
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        self._lock_fd = fd

    def unlock(self) -> None:
        if self._lock_fd >= 0:
            os.close(self._lock_fd)
        self._lock_fd = -1

    def _probe(self) -> None:
        # A full disk shows only when blocks are really written.
        path = self.path / ".probe"
        try:
            with path.open("wb") as file:
                file.write(b"\1" * PROBE_BYTES)
                file.flush()
                os.fsync(file.fileno())
        finally:
            path.unlink(missing_ok=True)
