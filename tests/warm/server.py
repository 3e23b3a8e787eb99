"""A process that has the product loaded, and forks itself where a test would start Python to load it again.

What is forked is as a command is after its imports, with the environment, files, folder and signals of who asked.
"""

import gc
import importlib
import os
import pickle
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


def serve(path: str, alive: int, *, at_once: bool) -> Callable[[], object]:
    """Start whoever is asked for at the socket `path` until the pipe `alive` ends; returns, in each process, what to do then.

    at_once: load the product before anybody asks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(64)
        if at_once:
            _load()
        while alive not in wait([listener, alive]):
            with listener.accept()[0] as asked:
                _load()
                if os.fork() == 0:
                    listener.close()
                    os.close(alive)
                    return _start(socket.socket(fileno=asked.detach()))
    return lambda: None


def _load() -> None:
    if LOADED[0] in sys.modules:
        return
    gc.disable()
    for name in LOADED:
        importlib.import_module(name)
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
    sys.argv, sys.orig_argv = ["-c", *wanted.arguments[2:]], [sys.executable, *wanted.arguments]
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    util.spawnv_passfds = _spawn  # type: ignore[assignment]
    importlib.reload(sys.modules["helpdesk.crash"])  # reads the environment when it is loaded
    gc.enable()
    main: Callable[[], object] = importlib.import_module("runtime.cli").main
    return main


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
