"""The data folder: one owner and clear words when it cannot be used."""

import contextlib
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk.errors import Misconfigured
from runtime.data_folder import DataFolder

NOBODY = 65534


def test_a_missing_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "a" / "b")

    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert list(folder.path.iterdir()) == []


def test_a_file_in_its_place_is_named_with_the_setting_to_change(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with pytest.raises(Misconfigured, match=r"is a file\. Set HELPDESK_DATA_DIR"):
        DataFolder(tmp_path / "data")


def test_a_second_owner_hears_which_process_is_the_first(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.lock()

    with pytest.raises(Misconfigured, match=rf"already running on .* \(process {os.getpid()}\)"):
        second.lock()

    first.unlock()
    second.lock()
    second.unlock()


def test_a_folder_of_somebody_else_is_refused_with_the_remedy(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    with _as_ordinary_account(), pytest.raises(Misconfigured, match=r"may not be written to .* HELPDESK_DATA_DIR"):
        DataFolder(tmp_path)


@pytest.mark.skipif(os.getuid() != 0 or not sys.platform.startswith("linux"), reason="needs root to make a small disk")
def test_a_full_disk_is_refused_with_the_remedy(tmp_path: Path) -> None:
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], stderr=subprocess.DEVNULL
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with pytest.raises(Misconfigured, match="has no space left"):
            DataFolder(tmp_path)
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@contextlib.contextmanager
def _as_ordinary_account() -> Iterator[None]:
    # Root may write anywhere.
    account = os.geteuid()
    os.seteuid(account or NOBODY)
    try:
        yield
    finally:
        os.seteuid(account)
