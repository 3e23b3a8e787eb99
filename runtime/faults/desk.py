"""A desk that is going to be broken: started, killed part by part, started again on the same folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from helpdesk import db
from helpdesk.errors import Unavailable
from runtime.faults.patience import patience
from runtime.faults.points import CrashPoints
from runtime.faults.waiting import descends, now_or_later
from runtime.run_file import RunFile, read_run_file

START_WITHIN_S: Final = 60.0
MOST_PATIENCE: Final = 5.0  # times, on a machine that does much else
STOP_WITHIN_S: Final = 30.0
UP: Final = (sys.executable, "-c", "from runtime.cli import main; main()", "up")
PARTS: Final = ("web", "worker", "relay", "gateway", "clock")
# The supervisor waits longer before each restart of a part that keeps dying; a new supervisor begins anew.
TIRED_AFTER: Final = 4
READY: Final = "ready on http://"


class BrokenDesk:
    """One data folder and whatever `helpdesk up` runs on it.

    environ: settings beside those every such desk has; prefix: a command that runs it, such as unshare.
    """

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None, *, prefix: Sequence[str] = ()) -> None:
        self.data_dir = folder / "data"
        self.points = CrashPoints(folder / "crash")
        self.starts = 0
        self._log = folder / "desk.log"
        self._environ = dict(environ or {})
        self._command = [*prefix, *UP]
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths: dict[str, int] = {}

    @property
    def base_url(self) -> str:
        """Where it is; the same after every restart."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def socket_url(self) -> str:
        """Where its sockets are."""
        return f"ws://127.0.0.1:{self._port}"

    @property
    def database_url(self) -> str:
        """Its database, for who wants to look."""
        return self._environ.get("HELPDESK_DATABASE_URL") or f"sqlite:///{self.data_dir / 'helpdesk.sqlite3'}"

    @property
    def log(self) -> str:
        """Everything it has said so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def running(self) -> RunFile:
        """What runs now; Unavailable when nothing does."""
        found = read_run_file(self.data_dir)
        if found is None:
            raise Unavailable("The desk does not run.")
        return found

    def start(self) -> float:
        """Start it and return after how many seconds web was ready."""
        said = len(self.log)
        self._process = self._launch()
        return self._await_ready(said)

    def start_twice(self) -> int:
        """Start it twice at once, keep the one that stays, and return the exit code of the other."""
        said = len(self.log)
        twins = [self._launch() for _ in range(2)]
        loser = now_or_later(lambda: next((one for one in twins if one.poll() is not None), None), START_WITHIN_S)
        if loser is None:
            raise Unavailable("Two desks run on one folder.")
        self._process = next(one for one in twins if one is not loser)
        self._await_ready(said)
        return loser.wait()

    def start_another(self) -> "subprocess.CompletedProcess[str]":
        """Start a second one on the same folder while this one runs, and return how it ended."""
        environ = {**self._environment(), "HELPDESK_PORT": "0"}
        return subprocess.run(
            self._command, env=environ, capture_output=True, text=True, timeout=START_WITHIN_S, check=False
        )

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

    def restart(self) -> float:
        """End it in good order and start it again; returns after how many seconds web was ready."""
        self.stop()
        return self.start()

    def kill_supervisor(self) -> dict[str, int]:
        """Kill the supervisor alone by SIGKILL and return the pids of all it had started."""
        pids = self.pids()
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        return pids

    def pids(self) -> dict[str, int]:
        """Return the process ids by part, "supervisor" and "redis" included."""
        return dict(self.running.pids)

    def send(self, part: str, number: signal.Signals) -> int:
        """Send a signal to a part and return the pid it went to; ProcessLookupError when it is dead already."""
        pids = self.pids()
        # A dead part's number may by now belong to anybody on this machine.
        if not descends(pids[part], pids["supervisor"]):
            raise ProcessLookupError(pids[part], part)
        os.kill(pids[part], number)
        return pids[part]

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

    def _launch(self) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )

    def _await_ready(self, said: int) -> float:
        began = time.monotonic()
        self.starts, self._deaths = self.starts + 1, {}
        within_s = START_WITHIN_S * min(patience(), MOST_PATIENCE)
        if not now_or_later(lambda: READY in self.log[said:] or self._has_ended(), within_s) or self._has_ended():
            raise Unavailable(f"The desk did not start:\n{self.log[said:][-3000:]}")
        self._port = self.running.port
        return time.monotonic() - began

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _environment(self) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if not name.startswith("HELPDESK_")}
        settings = {
            "HELPDESK_DATA_DIR": str(self.data_dir),
            "HELPDESK_PORT": str(self._port),
            "HELPDESK_TRUSTED_PROXIES": "127.0.0.1",
            "HELPDESK_CRASH_POINTS": str(self.points.folder),
        }
        return {**bare, **settings, **self._environ}


@contextmanager
def broken_desk(folder: Path, environ: Mapping[str, str] | None = None) -> Iterator[BrokenDesk]:
    """Run a desk on an empty folder with this process connected to its database, and end it at the end."""
    desk = BrokenDesk(folder, environ)
    try:
        desk.start()
        db.connect(desk.database_url)
        yield desk
    finally:
        db.disconnect()
        desk.stop()
