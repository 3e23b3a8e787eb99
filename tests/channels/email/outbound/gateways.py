"""A real gateway process that tests may kill."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from helpdesk import secrets
from tests.cast import Desk
from tests.runtime import command

END_S = 20.0


class GatewayProcess:
    """`helpdesk gateway` on a desk's data folder; `crash_dir` holds the points at which it kills itself."""

    def __init__(self, desk: Desk, redis_url: str) -> None:
        keys = secrets.new_key()
        secrets.configure(keys)  # what the test seals, the gateway must be able to open
        self.crash_dir = desk.folder / "crash-points"
        self.crash_dir.mkdir()
        self._env = command.environment(
            desk.folder,
            database_url=desk.config.database_url,
            redis_url=redis_url,
            secret_keys=keys,
            crash_points=self.crash_dir,
        )
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        assert self._process is None
        self._process = command.start("gateway", env=self._env)

    def arm(self, point: str) -> Path:
        armed = self.crash_dir / point
        armed.touch()
        return armed

    def wait_dead(self, *, timeout_s: float = 60.0) -> int:
        assert self._process is not None
        code = self._process.wait(timeout_s)
        self._forget()
        return code

    def kill(self) -> None:
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self.wait_dead()

    def end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(END_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._forget()

    def _forget(self) -> None:
        assert self._process is not None
        if self._process.stderr is not None:
            self._process.stderr.close()
        self._process = None


@contextmanager
def killable(desk: Desk, redis_url: str) -> Iterator[GatewayProcess]:
    gateway = GatewayProcess(desk, redis_url)
    try:
        yield gateway
    finally:
        gateway.end()


def eventually(holds: Callable[[], bool], *, timeout_s: float = 60.0) -> bool:
    """Say whether something comes true in time."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False
