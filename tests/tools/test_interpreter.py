"""Which Python is taken, and what a person reads when none will do."""

import sys
from pathlib import Path

import pytest

from tests.tools.checkout import only_these_programs, write_program
from tools import interpreter
from tools.trouble import Trouble


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all programs; the Python that runs the test counts as too old."""
    old = write_program(tmp_path / "old", "python3", "echo 3 9")
    monkeypatch.setattr(sys, "_base_executable", str(old))
    only_these_programs(monkeypatch, tmp_path / "bin")
    return tmp_path / "bin"


def test_the_running_python_is_taken_if_it_will_do() -> None:
    assert interpreter.find() == sys._base_executable  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("version", "supported"), [((3, 10), False), ((3, 11), True), ((3, 14), True), ((3, 15), False)]
)
def test_python_from_3_11_to_3_14_is_supported(version: tuple[int, int], *, supported: bool) -> None:
    assert interpreter.is_supported(version) is supported


def test_a_python_without_ensurepip_is_passed_over_for_a_whole_one(programs: Path) -> None:
    write_program(programs, "python3.12", "echo 3 12 ensurepip")
    whole = write_program(programs, "python3.11", "echo 3 11")

    assert interpreter.find() == str(whole)


def test_a_python_that_does_not_start_is_passed_over(programs: Path) -> None:
    write_program(programs, "python3.13", "echo 'version 3.13 is not installed' >&2; exit 127")
    working = write_program(programs, "python3", "echo 3 11")

    assert interpreter.find() == str(working)


def test_a_python_of_pyenv_is_found(programs: Path) -> None:
    own = write_program(programs / ".pyenv/versions/3.12.1/bin", "python3", "echo 3 12")

    assert interpreter.find() == str(own)


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="the remedy is for Debian and its children")
def test_the_remedy_names_the_package_of_debian(programs: Path) -> None:
    write_program(programs, "python3.12", "echo 3 12 ensurepip")

    with pytest.raises(Trouble, match=r"python3\.12 .* lacks ensurepip[\s\S]*apt install python3\.12-venv"):
        interpreter.find()


def test_a_python_without_sqlite_must_be_replaced(programs: Path) -> None:
    write_program(programs, "python3.12", "echo 3 12 sqlite3")

    with pytest.raises(Trouble, match=r"lacks sqlite3[\s\S]*Install a complete Python 3\.11 to 3\.14"):
        interpreter.find()


@pytest.mark.parametrize(
    ("installer", "line"), [("apt-get", "apt install python3"), ("dnf", "dnf install"), ("brew", "brew install")]
)
def test_an_old_python_alone_is_told_with_the_line_to_type(programs: Path, installer: str, line: str) -> None:
    write_program(programs, installer, "")

    with pytest.raises(Trouble, match=rf"found here: 3\.9\.\nInstall one: .*{line}"):
        interpreter.find()
