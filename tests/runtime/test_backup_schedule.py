"""Backups by themselves: made when due, not before; a failure and a backup too old are said aloud."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from helpdesk import backups, clock, db
from helpdesk.backups import BackupState
from helpdesk.config import Config
from runtime.backup.restoring import verify
from runtime.backup.schedule import Schedule, is_overdue
from runtime.backup.settings import backups_in, make_recovery_key
from tests.runtime import command
from tests.runtime.processes import is_running, wait_for


def test_nothing_is_made_before_there_is_a_recovery_key(config: Config) -> None:
    schedule = Schedule(config)

    schedule.tick()

    assert schedule._process is None
    assert state() is BackupState.NO_KEY


def test_one_is_made_when_it_is_due_and_can_be_opened(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_DATA_DIR", str(config.data_dir))
    monkeypatch.setenv("HELPDESK_DATABASE_URL", config.database_url)
    key, schedule = make_recovery_key(config), Schedule(config)

    schedule.tick()
    schedule.tick()
    wait_for(lambda: not schedule._is_at_work(), timeout_s=60)

    (made,) = backups_in(config.data_dir / "backups")
    assert verify(made, key).rows > 0
    with db.reading() as session:
        assert backups.last_backup_at(session) is not None
    schedule.tick()
    assert schedule._process is None, "the next one is due tomorrow"


@pytest.mark.parametrize("hours", [0, 2])
def test_none_waits_until_the_clock_comes_back_to_the_last(
    config: Config, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    monkeypatch.setattr("runtime.backup.schedule.COMMAND", ("true",))
    make_recovery_key(config)
    with clock.fixed(clock.now() + timedelta(hours=hours)), db.transaction() as session:
        backups.note_backup(session, size=1, seconds=1)
    schedule = Schedule(config)

    schedule.tick()

    assert (schedule._process is not None) == bool(hours)
    wait_for(lambda: not schedule._is_at_work(), timeout_s=60)


def test_one_that_is_wanted_is_made_at_once_and_once(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.backup.schedule.COMMAND", ("true",))
    make_recovery_key(config)
    with db.transaction() as session:
        backups.note_backup(session, size=1, seconds=1)
    schedule = Schedule(replace(config, backup_every_hours=0))
    schedule.tick()
    assert not schedule._is_at_work()
    assert state() is BackupState.WAITING

    with db.transaction() as session:
        backups.ask(session)
    schedule.tick()

    assert state() is BackupState.RUNNING
    wait_for(lambda: not schedule._is_at_work(), timeout_s=60)
    schedule.tick()
    assert state() is BackupState.WAITING
    assert not schedule._is_at_work()


def test_a_wish_of_long_ago_is_none(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.backup.schedule.COMMAND", ("true",))
    make_recovery_key(config)
    with clock.fixed(clock.now() - timedelta(hours=2)), db.transaction() as session:
        backups.ask(session)
    schedule = Schedule(replace(config, backup_every_hours=0))

    schedule.tick()

    assert schedule._process is None


def test_why_one_failed_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.backup.schedule.COMMAND", ("sh", "-c", "echo No room on the disk. >&2; exit 1"))
    make_recovery_key(config)
    schedule = Schedule(config)

    schedule.tick()
    wait_for(lambda: not schedule._is_at_work(), timeout_s=60)

    with db.reading() as session:
        known = backups.known_backups(session)
    assert (known.state, known.words) == (BackupState.FAILED, "No room on the disk.")


def state() -> BackupState | None:
    with db.reading() as session:
        return backups.known_backups(session).state


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_a_backup_ends_with_the_clock_that_began_it(config: Config) -> None:
    env = command.environment(config.data_dir)
    command.run("backup", "key", env=env)
    begins = "import time; from runtime.commands.connected import connect; from runtime.backup import schedule"
    works = (
        "schedule.COMMAND = ('sleep', '60'); one = schedule.Schedule(connect('clock')); one.tick()"
        "; print(one._process.pid, flush=True); time.sleep(60)"
    )
    clock_part = subprocess.Popen(
        [sys.executable, "-c", f"{begins}; {works}"], env=env, stdout=subprocess.PIPE, text=True
    )
    with clock_part:
        assert clock_part.stdout
        backup_pid = int(clock_part.stdout.readline())
        assert is_running(backup_pid)

        clock_part.kill()
        clock_part.wait()

    wait_for(lambda: not is_running(backup_pid), timeout_s=10)


def test_a_backup_too_old_is_overdue(config: Config) -> None:
    daily = replace(config, backup_every_hours=24)

    assert not is_overdue(daily, last_age_s=47 * 3600)
    assert is_overdue(daily, last_age_s=49 * 3600)
    assert not is_overdue(replace(config, backup_every_hours=0), last_age_s=1e9), "whoever makes them by hand"


def test_check_says_when_the_last_one_is_too_old(config: Config) -> None:
    with clock.fixed(clock.now() - timedelta(days=3)), db.transaction() as session:
        backups.note_backup(session, size=1, seconds=1)

    done = command.run("check", env=command.environment(config.data_dir, database_url=config.database_url))

    assert done.returncode == 1
    assert "FAIL  backup: the last one is of" in done.stdout


def test_the_way_by_commands_alone(config: Config) -> None:
    env = command.environment(config.data_dir)
    without = command.run("backup", "now", env=env)
    printed = command.run("backup", "key", env=env).stdout
    key, kept = printed.split()[-1], config.data_dir / "kept"
    kept.write_text(printed)
    made = command.run("backup", "now", env=env)
    path = made.stdout.split(":")[0]
    holds = command.run("backup", "verify", path, "--key-file", str(kept), env=env)
    elsewhere = command.environment(config.data_dir / "elsewhere")
    restored = command.run("restore", path, env=elsewhere, text_in=key + "\n")
    checked = command.run("check", env=elsewhere)

    assert (without.returncode, "helpdesk backup key" in without.stderr) == (2, True)
    assert made.returncode == 0, made.stderr
    assert holds.returncode == 0, holds.stderr
    assert restored.returncode == 0, restored.stderr
    assert "is restored:" in restored.stdout
    assert checked.returncode == 0, checked.stdout
