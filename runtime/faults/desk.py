"""A desk that is going to be broken: started, killed part by part, started again on the same folder."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from helpdesk import db
from helpdesk.errors import Unavailable
from runtime.run_file import RunFile, read_run_file

START_WITHIN_S: Final = 40.0
STOP_WITHIN_S: Final = 30.0
UP: Final = (sys.executable, "-c", "from runtime.cli import main; main()", "up")
PARTS: Final = ("web", "worker", "relay", "gateway", "clock")
# The supervisor waits longer before each restart of a part that keeps dying; a new supervisor begins anew.
TIRED_AFTER: Final = 3

T = TypeVar("T")


class BrokenDesk:
    """One data folder and whatever `helpdesk up` runs on it. environ: settings beside those of a throw-away desk."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None, *, prefix: Sequence[str] = ()) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.crash_dir = folder / "crash"
        self.starts = 0
        self._environ = dict(environ or {})
        self._prefix = tuple(prefix)
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths: dict[str, int] = {}
        self.crash_dir.mkdir(parents=True, exist_ok=True)

    @property
    def base_url(self) -> str:
        """Where it is; the same after every restart."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def socket_url(self) -> str:
        """Where its sockets are."""
        return f"ws://127.0.0.1:{self._port}"

    @property
    def log(self) -> str:
        """Everything it has said so far."""
        path = self.folder / "desk.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def running(self) -> RunFile:
        """What runs now; Unavailable when nothing does."""
        found = read_run_file(self.data_dir)
        if found is None:
            raise Unavailable("The desk does not run.")
        return found

    def start(self) -> float:
        """Start it and return after how many seconds web was ready."""
        began, said = time.monotonic(), len(self.log)
        with (self.folder / "desk.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._prefix, *UP], env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self.starts, self._deaths = self.starts + 1, {}
        self.wait_until(lambda: self._is_ready(said), within_s=START_WITHIN_S)
        self._port = self.running.port
        return time.monotonic() - began

    def stop(self) -> int:
        """End it in good order and return its exit code; whatever happens, nothing of it is left."""
        if self._process is None:
            return 0
        self._process.terminate()
        try:
            return self._process.wait(STOP_WITHIN_S)
        finally:
            self._process.kill()
            self._process.wait()
            self._process = None

    def kill_supervisor(self) -> dict[str, int]:
        """Kill the supervisor alone by SIGKILL and return the pids of all it had started."""
        pids = self.pids()
        assert self._process is not None
        os.kill(pids["supervisor"], signal.SIGKILL)
        self._process.wait()
        return pids

    def pids(self) -> dict[str, int]:
        """Return the process ids by part, "supervisor" and "redis" included."""
        return dict(self.running.pids)

    def send(self, part: str, number: signal.Signals) -> int:
        """Send a signal to a part and return the pid it went to; ProcessLookupError when it is dead already."""
        pid = self.pids()[part]
        os.kill(pid, number)
        return pid

    def note_death(self, part: str) -> None:
        """Remember that a part was killed, by us or by a crash point."""
        self._deaths[part] = self._deaths.get(part, 0) + 1

    @property
    def is_tired(self) -> bool:
        """Whether some part died so often that its next restart would be put off for seconds."""
        return any(count >= TIRED_AFTER for count in self._deaths.values())

    def is_back(self, part: str, was: int) -> bool:
        """Say whether a part runs under another pid than it had."""
        found = read_run_file(self.data_dir)
        return found is not None and found.pids.get(part, was) != was

    def arm(self, point: str) -> Path:
        """Have the next process that reaches this crash point kill itself there; the file is gone once one did."""
        armed = self.crash_dir / point
        armed.touch()
        return armed

    def disarm(self) -> list[str]:
        """Take away what is still armed and return it."""
        armed = sorted(path.name for path in self.crash_dir.iterdir())
        for name in armed:
            (self.crash_dir / name).unlink(missing_ok=True)
        return armed

    def wait_until(self, look: Callable[[], T], *, within_s: float) -> T:
        """Return what `look` returns once it is true; Unavailable with the end of the log after within_s."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if found := look():
                return found
            time.sleep(0.02)
        raise Unavailable(f"It did not happen within {within_s:g} s. The log ends:\n{self.log[-3000:]}")

    def _is_ready(self, said: int) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise Unavailable(f"The desk ended instead of starting:\n{self.log[said:][-3000:]}")
        if "ready on http://" not in self.log[said:]:
            return False
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{self.running.base_url}/healthz", timeout=2) as answer:  # noqa: S310 - loopback
                return bool(answer.status == 200)
        return False

    def _environment(self) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not re.match("HELPDESK_", name)}
        settings = {
            "HELPDESK_DATA_DIR": str(self.data_dir),
            "HELPDESK_PORT": str(self._port),
            "HELPDESK_TRUSTED_PROXIES": "127.0.0.1",
            "HELPDESK_CRASH_POINTS": str(self.crash_dir),
        }
        return {**bare, **settings, **self._environ}


@contextmanager
def broken_desk(folder: Path, environ: Mapping[str, str] | None = None) -> Iterator[BrokenDesk]:
    """Run a desk on an empty folder with this process connected to its database, and end it at the end."""
    desk = BrokenDesk(folder, environ)
    desk.start()
    db.connect(f"sqlite:///{desk.data_dir / 'helpdesk.sqlite3'}")
    try:
        yield desk
    finally:
        db.disconnect()
        desk.stop()
