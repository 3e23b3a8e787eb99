"""Small copies of pictures, made when one is first asked for and kept beside the original until that goes.

A copy is a cache: it is in no row and in no backup, and what is missing is made again.
"""

import contextlib
import fcntl
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from helpdesk import storage

SIDE_PX: Final = 640
WAIT_S: Final = 30.0
ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAM: Final = "import sys; sys.path.insert(0, sys.argv[1]); from helpdesk.files.shrinking_child import main; main()"
_HEAD_BYTES: Final = 5
_REQUEST_HEAD: Final = 4

_lock = threading.Lock()
_process: "subprocess.Popen[bytes] | None" = None


class _Died(Exception):
    pass


def small_copy(blob: str) -> Path | None:
    """Return where the small copy of a stored picture lies, made now if it is not there; None where none can be made.

    Waits up to a minute behind others: never call it where an event loop runs. One picture is made at a time in a
    process, and no picture by two processes.
    """
    kept = storage.small_path(blob)
    if not kept.is_file():
        with _lock, _alone(kept):
            if not kept.is_file():
                _make(blob)
    return kept if kept.is_file() and kept.stat().st_size else None


def close() -> None:
    """End the process that makes copies, if one runs."""
    global _process
    process, _process = _process, None
    if process is None:
        return
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _make(blob: str) -> None:
    """Make and keep a copy; an empty one says that none can be made, so that no picture is tried for ever."""
    for is_last in (False, True):
        try:
            storage.put_small(blob, _asked_for(storage.path(blob)))
            return
        except _Died:
            close()
            if is_last:
                storage.put_small(blob, b"")


def _asked_for(original: Path) -> bytes:
    process = _started()
    assert process.stdin is not None
    assert process.stdout is not None
    path = str(original.resolve()).encode()
    try:
        process.stdin.write(len(path).to_bytes(_REQUEST_HEAD) + SIDE_PX.to_bytes(_REQUEST_HEAD) + path)
    except OSError:
        raise _Died from None
    deadline = time.monotonic() + WAIT_S
    head = _read(process.stdout, _HEAD_BYTES, deadline)
    return _read(process.stdout, int.from_bytes(head[1:]), deadline)


def _started() -> "subprocess.Popen[bytes]":
    global _process
    if _process is not None and _process.poll() is not None:
        close()
    if _process is None:
        command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT)]
        _process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, env={})
    return _process


def _read(source: IO[bytes], length: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    while length:
        if not select.select([source], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise _Died
        part = source.read(length)
        if not part:
            raise _Died
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


@contextlib.contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """Keep other processes, which have a lock of their own, from making the same copy."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / ".making").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
