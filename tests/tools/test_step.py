"""A long command tells how it goes, and leaves nothing behind when it is stopped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools import step
from tools.trouble import Trouble


def test_a_step_says_when_it_begins_and_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step.run("Counting", ["echo", "one"], cwd=tmp_path)

    assert capsys.readouterr().out == "Counting ...\nCounting: done in 0 s\n"


def test_a_step_that_takes_long_says_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "QUIET_S", 0)

    step.run("Counting", ["echo", "one\ntwo"], cwd=tmp_path, follow=lambda line: f"at {line.strip()}")

    assert "Counting ... at two (0 s)\n" in capsys.readouterr().out


def test_a_failed_step_keeps_the_end_of_what_was_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        step.run("Counting", ["sh", "-c", "seq 100; exit 3"], cwd=tmp_path)

    assert str(caught.value).startswith("71\n72\n")
    assert "100\nerror: Counting failed." in str(caught.value)


def test_output_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    step.run("Counting", ["printf", r"\377\n"], cwd=tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_set_up_stops_what_it_started(tmp_path: Path, number: signal.Signals) -> None:
    running = subprocess.Popen([sys.executable, "-c", STOPPABLE], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    child = int(next(line for line in running.stdout if line.startswith("child")).split()[1])

    running.send_signal(number)

    assert running.wait(20) == 130
    running.stdout.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


STOPPABLE = """
import signal, sys
from pathlib import Path
from tools import commands, step
signal.signal(signal.SIGTERM, commands._stop)
try:
    step.run("Waiting", ["sh", "-c", "echo child $$; exec sleep 60"], cwd=Path(), follow=lambda line: print(line))
except KeyboardInterrupt:
    sys.exit(130)
"""
