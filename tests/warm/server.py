"""A process that has loaded much, and forks itself where Python would be started to load it again.

There are two: one has the product loaded, for `helpdesk` commands of tests; the other has read the tests, for those
who run them side by side. What is forked is as a command is after its imports, with the environment, files, folder and
signals of who asked.
"""

import contextlib
import gc
import importlib
import os
import pickle
import random
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker, util
from multiprocessing.connection import wait
from typing import Final

MOST_BYTES: Final = 1 << 20
NUMBER: Final = 8  # bytes of a process id or a status
FORK_SERVER: Final = "from multiprocessing.forkserver import main;"
# The modules of the commands that tests start, and what some of their processes load late.
LOADED: Final = (
    "runtime.preload",
    *(f"runtime.commands.{name}" for name in ("agent", "backup", "check", "migrate", "parts", "up")),
    "alembic.command",
    "aiogram",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A `helpdesk` command. arguments: those of Python; leads: whether it leads a session of its own."""

    arguments: tuple[str, ...]
    environ: dict[str, str]
    folder: str
    leads: bool


def serve(listener: int, alive: int, *, at_once: bool, load: Callable[[], None]) -> Callable[[], object]:
    """Start whoever is asked for at the socket `listener` until the pipe `alive` ends; returns, in each process, what to do then.

    at_once: load before anybody asks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=listener) as door:
        if at_once or alive not in wait([door, alive]):
            load()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while alive not in wait([door, alive]):
            with door.accept()[0] as asked:
                if os.fork() == 0:
                    door.close()
                    os.close(alive)
                    return _start(socket.socket(fileno=asked.detach()))
    return lambda: None


def load_product() -> None:
    """Load what `helpdesk` commands load, and read the signatures of all handlers."""
    gc.disable()
    for name in LOADED:
        importlib.import_module(name)
    importlib.import_module("tests.signatures").share_signatures()
    importlib.import_module("web.app").create_app(importlib.import_module("helpdesk.config").Config())
    gc.freeze()


def _start(asked: socket.socket) -> Callable[[], object]:
    """Start what is wanted, in a process of its own; this one says how it ended, which only a parent knows."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, files, _, _ = socket.recv_fds(asked, MOST_BYTES, 3)
    pid = os.fork()
    if pid == 0:
        asked.close()
        return _as_started(pickle.loads(message), files)  # noqa: S301 - from a test of this run
    for file in files:
        os.close(file)
    return lambda: _tell(asked, pid)


def _tell(asked: socket.socket, pid: int) -> None:
    asked.sendall(pid.to_bytes(NUMBER, "big"))
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(BrokenPipeError):  # nobody asks any more
        asked.sendall(status.to_bytes(NUMBER, "big"))


def _as_started(wanted: Wanted, files: Sequence[int]) -> Callable[[], object]:
    """Be as a process that was started just now, and return its work."""
    if wanted.leads:
        os.setsid()
    os.chdir(wanted.folder)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(wanted.environ)
    time.tzset()
    random.seed()
    at = wanted.arguments.index("-c")
    code = compile(wanted.arguments[at + 1], "<string>", "exec")
    sys.argv, sys.orig_argv = ["-c", *wanted.arguments[at + 2 :]], [sys.executable, *wanted.arguments]
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    util.spawnv_passfds = _spawn  # type: ignore[assignment]
    importlib.reload(importlib.import_module("helpdesk.crash"))  # reads the environment when it is loaded
    gc.enable()
    return lambda: exec(code, {"__name__": "__main__"})  # noqa: S102 - what Python would be started with


def _spawn(path: bytes, arguments: Sequence[str], files: Sequence[int]) -> int:
    """Fork the fork server of a desk where multiprocessing would start Python for it."""
    if not arguments[-1].startswith(FORK_SERVER):
        return _spawn_cold(path, arguments, files)
    pid = os.fork()
    if pid == 0:
        try:
            _be_fork_server(arguments[-1], sorted(files))
        finally:
            os._exit(1)
    return pid


_spawn_cold = util.spawnv_passfds


def _be_fork_server(code: str, files: Sequence[int]) -> None:
    for first, after in zip([2, *files], [*files, os.sysconf("SC_OPEN_MAX")], strict=True):
        os.closerange(first + 1, after)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    forkserver._forkserver.__init__()  # type: ignore[misc]
    resource_tracker._resource_tracker._fd = None  # type: ignore[attr-defined]
    gc.disable()
    try:
        exec(code, {})  # noqa: S102 - what Python would be started with
    except SystemExit:
        os._exit(0)
