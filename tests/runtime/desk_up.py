"""A whole desk, started with `helpdesk up`, for tests that break it."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any, Self

import httpx

from tests.runtime import command
from tests.runtime.processes import wait_for


class DeskUp:
    """One run of `helpdesk up`, or of another command that stays, on a data folder."""

    def __init__(self, data_dir: Path, *, verb: str = "up", **settings: object) -> None:
        self.data_dir = data_dir
        self._verb = verb
        self.log_file = data_dir.parent / f"{data_dir.name}.log"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._group = 0

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None, "not started"
        return self._process

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @property
    def run_file(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data_dir / "run.json").read_text())
        return found

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.run_file['port']}"

    def start(self, *, within_s: float = 40.0, port: int = 0) -> None:
        """Start it (port 0: on any free one) and return when web says that it is ready."""
        env = command.environment(self.data_dir, **{"port": port, **self._settings})
        with self.log_file.open("wb") as log:
            self._process = subprocess.Popen(
                [*command.COMMAND, self._verb], env=env, stderr=log, start_new_session=True
            )
        self._group = self._process.pid
        wait_for(lambda: "ready on http://" in self.log or self.process.poll() is not None, timeout_s=within_s)
        assert self._process.poll() is None, self.log

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def pid(self, part: str) -> int:
        """Return the process id of a part."""
        return int(self.run_file["pids"][part])

    def kill(self, part: str) -> int:
        """Kill a part by SIGKILL and return the process id it had."""
        pid = self.pid(part)
        os.kill(pid, signal.SIGKILL)
        return pid

    def is_back(self, part: str, was: int) -> bool:
        """Say whether a part has another process id than it had."""
        return bool(self.run_file["pids"].get(part, was) != was)

    def get(self, path: str, *, timeout_s: float = 10.0) -> int:
        """Ask web for a path and return the status; ConnectError when nobody listens."""
        return httpx.get(self.url + path, timeout=timeout_s).status_code

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to every process of the group, as a terminal does."""
        os.killpg(self._group, number)

    def end(self) -> None:
        """End it for certain, in good order if it still can."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(25.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
