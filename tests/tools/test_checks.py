"""Checks run beside each other; one that fails is named and shown."""

import sys
from pathlib import Path

import pytest

from tools import checks
from tools.checks import Check
from tools.frontend import Node
from tools.place import Place

NODE = Node("node", "npm")
WAITS_FOR_THE_OTHER = (
    "import pathlib, sys, time; mine, other = map(pathlib.Path, sys.argv[1:]); mine.touch(); deadline = time.time() + 30\n"
    "while not other.exists():\n assert time.time() < deadline; time.sleep(0.01)"
)


def runs(monkeypatch: pytest.MonkeyPatch, folder: Path, *found: Check) -> int:
    monkeypatch.setattr(checks, "all_checks", lambda place, node: list(found))
    return checks.run_all(Place(folder), NODE)


def python(name: str, code: str, *arguments: Path) -> Check:
    return Check(name, [sys.executable, "-c", code, *arguments])


def test_a_failing_check_fails_them_all_and_its_words_are_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = python("arrows", "print('an arrow upward'); raise SystemExit(3)")

    status = runs(monkeypatch, tmp_path, python("form", "print('quiet')"), wrong, python("size", ""))

    said = capsys.readouterr().out
    assert status == 1
    assert "failed: arrows" in said
    assert "an arrow upward" in said
    assert "quiet" not in said


def test_two_checks_run_beside_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"

    status = runs(
        monkeypatch,
        tmp_path,
        python("one", WAITS_FOR_THE_OTHER, one, other),
        python("other", WAITS_FOR_THE_OTHER, other, one),
    )

    assert status == 0
