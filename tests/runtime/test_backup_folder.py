"""The folder of backups: one is made at a time, and the newest stay."""

from datetime import timedelta
from pathlib import Path

import pytest

from helpdesk import clock
from helpdesk.errors import Unavailable
from runtime.backup.making import make_backup, name_at
from runtime.backup.sealed import new_recovery_key, public_half
from runtime.backup.settings import backups_in, remove_old
from runtime.backup.turn import turn_in
from tests.cast import Desk

_, PUBLIC = new_recovery_key()


def test_there_is_one_backup_at_a_time_in_a_folder(desk: Desk) -> None:
    folder = desk.folder / "backups"
    with turn_in(folder):
        begun = folder / "20260101T000000Z.helpdesk.part"
        begun.touch()

        with pytest.raises(Unavailable, match="Another backup is being made"):
            make_backup(desk.config, folder, public_half(PUBLIC))
        assert begun.exists(), "the other goes on"

    made = make_backup(desk.config, folder, public_half(PUBLIC))

    assert backups_in(folder) == [made.path]
    assert not begun.exists(), "what was left by one that was ended"


def test_only_the_newest_backups_stay(tmp_path: Path) -> None:
    for day in range(1, 6):
        (tmp_path / f"2026110{day}T000000Z.helpdesk.age").touch()

    remove_old(tmp_path, keep=2)

    assert [path.name[:8] for path in backups_in(tmp_path)] == ["20261104", "20261105"]


def test_a_backup_made_after_the_clock_was_set_back_stays(tmp_path: Path) -> None:
    made = [name_at(clock.now() + timedelta(days=day)) for day in (-2, -1, 365, 366, 367)]
    for name in made:
        (tmp_path / name).touch()

    remove_old(tmp_path, keep=2)

    assert [path.name for path in backups_in(tmp_path)] == made[:2]
