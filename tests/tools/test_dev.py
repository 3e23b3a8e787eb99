"""The script as a person calls it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools import commands
from tools.commands import COMMANDS
from tools.daily import LONG, ONLY, STILL_DAILY, is_long, is_wholly_long

ROOT = Path(__file__).parent.parent.parent


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script from another folder, as a path alone."""
    command = [sys.executable, str(ROOT / "tools/dev.py"), *arguments]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60, check=False)


def test_help_names_every_command() -> None:
    said = call("help")

    assert said.returncode == 0
    assert all(f"\n  {name} " in said.stdout for name in COMMANDS)


def test_no_command_shows_the_help() -> None:
    assert call().stdout == call("help").stdout


def test_an_unknown_command_is_named_and_fails() -> None:
    said = call("lunch")

    assert said.returncode == 2
    assert "There is no command 'lunch'." in said.stderr


def test_every_command_is_a_target_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text()

    assert f"\n{' '.join(COMMANDS)}:\n" in makefile


@pytest.mark.parametrize("name", ["dev.py", "interpreter.py", "trouble.py", "__init__.py"])
def test_an_old_python_can_read_what_sends_it_to_a_newer_one(name: str) -> None:
    ast.parse((ROOT / "tools" / name).read_text(), feature_version=(3, 6))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What pytest is asked to run, which it does not."""
    asked: list[list[str]] = []

    def note(arguments: list[str]) -> int:
        asked.append(arguments)
        return 0

    monkeypatch.setattr(commands, "make_ready", lambda place, locks: None)
    monkeypatch.setattr(commands, "_pytest", note)
    return asked


def test_tests_that_measure_run_after_the_others_and_by_themselves(asked: list[list[str]]) -> None:
    assert commands.test(["tests/runtime"]) == 0

    assert [one[-3:] for one in asked] == [["-m", "not alone", "tests/runtime"], ["-m", "alone", "tests/runtime"]]
    assert asked[0][0] == "-n"
    assert "-n" not in asked[1]


def test_every_test_is_one_of_every_day_or_one_of_the_long_ones(asked: list[list[str]]) -> None:
    commands.test([])
    commands.trials([])

    every_day, long, measures = (one[one.index("-m") + 1 :] for one in asked)
    assert every_day == ["not long and not alone", ONLY]
    assert long == ["long and not alone", *LONG]
    assert measures[0] == "alone"


def test_a_file_is_left_unread_every_day_where_all_its_tests_are_long() -> None:
    files = [str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")]
    left = {file for file in files if is_wholly_long(file)}

    assert "tests/browser/test_widget.py" in left
    assert all(map(is_long, left))
    assert not left & {name.partition("::")[0] for name in STILL_DAILY}


@pytest.mark.parametrize("name", [*LONG, *STILL_DAILY])
def test_what_is_said_to_take_long_is_there(name: str) -> None:
    file, _, test = name.partition("::")

    assert (ROOT / file).exists()
    assert not test or f"def {test.partition('[')[0]}(" in (ROOT / file).read_text()


def test_where_nothing_is_named_only_files_with_tests_that_measure_are_read_again(asked: list[list[str]]) -> None:
    commands.trials([])

    mark = ".".join(("pytest", "mark", "alone"))  # in one word, this file would be one of them
    marked = {str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("*.py") if mark in file.read_text()}
    assert set(asked[1][2:]) == marked != set()
    assert asked[1][:2] == ["-m", "alone"]


@pytest.mark.parametrize(("found", "status"), [((0, 5), 0), ((5, 0), 0), ((5, 5), 5), ((1, 0), 1), ((0, 1), 1)])
def test_one_failure_of_two_runs_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, found: tuple[int, int], status: int
) -> None:
    left = iter(found)
    monkeypatch.setattr(commands, "make_ready", lambda place, locks: None)
    monkeypatch.setattr(commands, "_pytest", lambda arguments: next(left))

    assert commands.trials([]) == status
