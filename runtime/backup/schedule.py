"""Backups by themselves: a process of its own when one is due, an alarm when the last one is too old."""

import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import Final

import structlog

from helpdesk import backups, clock, db, leases
from helpdesk.backups import BackupState
from helpdesk.config import Config
from runtime.backup.settings import BackupSettings
from runtime.prctl import dies_with_parent

COMMAND: Final = (sys.executable, "-c", "from runtime.cli import main; main()", "backup", "now")
TRY_AGAIN_S: Final = 3600.0
SKEW: Final = timedelta(seconds=leases.SKEW_S)

log = structlog.get_logger()


class Schedule:
    """Makes a backup whenever one is due; `tick` is cheap and never waits."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._process: subprocess.Popen[bytes] | None = None
        self._quiet_until = 0.0
        self._said: tuple[BackupState, str] | None = None

    def tick(self) -> None:
        """Start a backup when it is time, and say when one failed or is overdue."""
        found = BackupSettings.of(self._config)
        if found.recipient is None:
            self._say(BackupState.NO_KEY)
            return
        if self._is_at_work():
            return
        if self._said is None or self._said[0] is BackupState.NO_KEY:
            self._say(BackupState.WAITING)
        with db.reading() as session:
            known = backups.known_backups(session)
        if backups.is_wanted(known) or self._is_time(known.last_at, every_s=found.every_s):
            self._begin(known.last_at)

    def _is_time(self, last: datetime | None, *, every_s: float) -> bool:
        if not every_s or time.monotonic() < self._quiet_until:
            return False
        return last is None or _is_due(clock.now() - last, every=timedelta(seconds=every_s))

    def _begin(self, last: datetime | None) -> None:
        self._quiet_until = time.monotonic() + TRY_AGAIN_S
        if is_overdue(self._config, last_age_s=None if last is None else (clock.now() - last).total_seconds()):
            log.error("the last backup is too old", last=last and last.isoformat())
        self._say(BackupState.RUNNING)
        # It may read for minutes, and must not hold up what the clock does beside it.
        self._process = subprocess.Popen(
            COMMAND,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(),
            preexec_fn=dies_with_parent(),
        )

    def _is_at_work(self) -> bool:
        if self._process is None:
            return False
        code = self._process.poll()
        if code is None:
            return True
        _, words = self._process.communicate()
        said = words.decode(errors="replace").strip()
        if code != 0:
            log.error("the backup failed, trying again later", code=code, words=said[-500:])
            self._say(BackupState.FAILED, said.rpartition("\n")[2] or str(code))
        else:
            log.info("backup made")
            self._say(BackupState.WAITING)
        self._process = None
        return False

    def _say(self, state: BackupState, words: str = "") -> None:
        """Let the System page know how it goes; said again, it costs nothing."""
        if self._said != (state, words) and db.writing_if_possible(lambda told: backups.note_state(told, state, words)):
            self._said = (state, words)


def is_overdue(config: Config, *, last_age_s: float | None) -> bool:
    """Say whether the last backup, so many seconds old, is older than it may be; None: there was none yet."""
    allowed_s = backups.OVERDUE_AFTER * BackupSettings.of(config).every_s
    return last_age_s is not None and last_age_s > allowed_s > 0


def _is_due(age: timedelta, *, every: timedelta) -> bool:
    """Say whether a backup of this age is to be followed by another; one of the future tells nothing: the clock was set back."""
    return age >= every or age < -SKEW


def _environment() -> dict[str, str]:
    return {**os.environ, "HELPDESK_LOG_LEVEL": "warning"}
