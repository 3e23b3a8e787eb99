"""The private Redis: a server of our own on a unix socket, with its data in the data folder."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

import structlog

from helpdesk.errors import Misconfigured
from runtime.prctl import dies_with_parent
from runtime.redis_binary import find_redis_server
from runtime.run_folder import SOCKET_PATH_MAX_BYTES, run_folder

READY_WITHIN_S = 15.0
PREVIOUS_GONE_WITHIN_S = 10.0

log = structlog.get_logger()


class RedisChild:
    """One Redis server, started and watched by the supervisor that holds the data folder's lock."""

    name = "redis"

    def __init__(self, data_dir: Path) -> None:
        self._dir = data_dir.resolve() / "redis"
        self._socket = run_folder(data_dir) / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._sentinel = -1

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def sources(self) -> list[int]:
        """File descriptors that become readable when the server has ended."""
        return [self._sentinel] if self._process else []

    def start(self) -> None:
        """Start the server and return when it answers; only in the main thread."""
        if len(os.fsencode(self._socket)) > SOCKET_PATH_MAX_BYTES:
            raise Misconfigured(f"The socket path {self._socket} is too long. Set XDG_RUNTIME_DIR to a shorter folder.")
        self._dir.mkdir(mode=0o700, exist_ok=True)
        with self._lock() as lock_fd:
            if not self._try_start(lock_fd):
                self._set_broken_log_aside()
                if not self._try_start(lock_fd):
                    raise Misconfigured(
                        f"The private Redis does not start: {self._last_words()}. See {self._log_file}."
                    )

    def heard(self) -> list[str]:
        return []

    def ended(self) -> str | None:
        """Say how the server ended, or None while it runs."""
        if self._process is None:
            return "was not started"
        if wait([self._sentinel], 0):
            # Its files are closed a moment before it can be waited for.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1.0)
        code = self._process.poll()
        if code is None:
            return None
        self._forget()
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def ask_to_stop(self) -> None:
        if self._process:
            self._process.terminate()

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def _forget(self) -> None:
        if self._sentinel >= 0:
            os.close(self._sentinel)
        self._process, self._sentinel = None, -1

    @property
    def _log_file(self) -> Path:
        return self._dir / "redis.log"

    @contextlib.contextmanager
    def _lock(self) -> Iterator[int]:
        # The server inherits this descriptor and so holds the lock for as long as it lives: nothing in Redis itself
        # keeps a second server from writing to the same append-only file.
        fd = os.open(self._dir / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._wait_for_previous(fd)
            yield fd
        finally:
            os.close(fd)

    def _wait_for_previous(self, fd: int) -> None:
        deadline = time.monotonic() + PREVIOUS_GONE_WITHIN_S
        while True:
            try:
                return fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Misconfigured(
                        f"Another Redis server still uses {self._dir}. Stop it and start again."
                    ) from None
            _ask(self._socket, b"SHUTDOWN\r\n")
            time.sleep(0.1)

    def _try_start(self, lock_fd: int) -> bool:
        self._log_file.unlink(missing_ok=True)
        self._spawn(lock_fd)
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            if _ask(self._socket, b"PING\r\n").startswith(b"+PONG"):
                return True
            time.sleep(0.01)
        self.kill()
        self._forget()
        return False

    def _spawn(self, lock_fd: int) -> None:
        self._sentinel, ends_with_server = os.pipe()
        try:
            self._process = subprocess.Popen(
                [str(find_redis_server()), *self._arguments()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(lock_fd, ends_with_server),
                process_group=0,  # Ctrl-C reaches the whole group, and the parts still need Redis while they finish
                preexec_fn=dies_with_parent(),
            )
        finally:
            os.close(ends_with_server)

    def _arguments(self) -> list[str]:
        return [
            *("--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"),
            *("--dir", str(self._dir), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--daemonize", "no"),
            *("--hz", "4"),  # its own housekeeping; who waits in it is woken at once all the same
            *("--logfile", str(self._log_file), "--loglevel", "warning"),
        ]

    def _set_broken_log_aside(self) -> None:
        # Redis holds no truth: what it lost is found again in the tables, so an unreadable file must not stop the start.
        files = self._dir / "appendonlydir"
        if files.is_dir():
            aside = files.with_name("appendonlydir.broken")
            shutil.rmtree(aside, ignore_errors=True)
            files.rename(aside)
            log.warning(
                "redis did not start, its append-only files are set aside", folder=str(aside), reason=self._last_words()
            )

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = self._log_file.read_text(errors="replace").strip().splitlines()
            return lines[-1] if lines else "it says nothing"
        return "it says nothing"


def _ask(path: Path, command: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.settimeout(1.0)
        try:
            sock.connect(str(path))
            sock.sendall(command)
            return sock.recv(64)
        except OSError:
            return b""
