"""Where things lie in a checkout."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A checkout: `root` is its top folder."""

    root: Path

    @property
    def venv(self) -> Path:
        """The folder of the virtual environment."""
        return self.root / ".venv"

    def program(self, name: str) -> Path:
        """Return the path of a program that the virtual environment has, or would have."""
        return self.venv / "bin" / name

    @property
    def python(self) -> Path:
        """The Python of the virtual environment."""
        return self.program("python")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep a second set-up of this checkout waiting until this one is through."""
        # The folder itself is locked: no file to leave behind, and the lock goes with the process.
        handle = os.open(self.root, os.O_RDONLY)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)


def _lock(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another set-up of this folder is running; waiting for it ...", flush=True)
        fcntl.flock(handle, fcntl.LOCK_EX)
