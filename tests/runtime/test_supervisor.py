"""The supervisor: what dies comes back, what should stop stops, nothing outlives it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.runtime.processes import group_of, is_running, pid_in, wait_for

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(*parts: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.runtime.toy", str(tmp_path), *parts]
        toy = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
        started.append(toy)
        for part in parts:
            if not part.startswith("broken"):
                pid_in(tmp_path / f"{part}.pid")
        return toy

    yield start
    for toy in started:
        toy.kill()
        toy.communicate()


@pytest.mark.parametrize("name", ["steady", "redis"])
def test_what_is_killed_is_back_within_five_seconds(start: Start, tmp_path: Path, name: str) -> None:
    start("steady")
    first = pid_in(tmp_path / f"{name}.pid")

    os.kill(first, signal.SIGKILL)

    assert pid_in(tmp_path / f"{name}.pid", other_than=first, timeout_s=5.0)


def test_a_kill_of_one_part_leaves_the_others_alone(start: Start, tmp_path: Path) -> None:
    start("steady-1", "steady-2")
    first, second = (pid_in(tmp_path / f"steady-{n}.pid") for n in (1, 2))

    os.kill(first, signal.SIGKILL)

    pid_in(tmp_path / "steady-1.pid", other_than=first)
    assert is_running(second)


def test_a_part_that_is_stuck_is_killed_and_started_again(start: Start, tmp_path: Path) -> None:
    start("stuck", "busy", "steady")
    first = {name: pid_in(tmp_path / f"{name}.pid") for name in ("stuck", "busy", "steady")}

    assert pid_in(tmp_path / "stuck.pid", other_than=first["stuck"], timeout_s=20.0)
    assert is_running(first["busy"])
    assert is_running(first["steady"]), "who never said that it is well is not watched"


def test_a_part_that_fails_again_and_again_is_tried_ever_more_slowly(start: Start, tmp_path: Path) -> None:
    toy = start("broken", "steady")
    tries = tmp_path / "broken.tries"
    wait_for(lambda: tries.exists() and tries.read_text() >= "xxxx", timeout_s=20.0)

    toy.terminate()
    _, log = toy.communicate(timeout=20.0)

    pauses = [line.rsplit("in_s=", 1)[1] for line in log.splitlines() if "in_s=" in line]
    assert pauses[:3] == ["0.2", "0.4", "0.8"]
    assert "broken on purpose" in log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_the_group_ends_everything_in_good_order(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    toy = start("steady")
    redis = pid_in(tmp_path / "redis.pid")

    os.killpg(toy.pid, number)
    _, log = toy.communicate(timeout=20.0)

    assert toy.returncode == 0, log
    assert (tmp_path / "steady.finished").exists()
    assert "Traceback" not in log
    assert not is_running(redis)


def test_a_part_that_does_not_finish_is_killed(start: Start, tmp_path: Path) -> None:
    toy = start("stubborn", "steady")
    stubborn = pid_in(tmp_path / "stubborn.pid")

    toy.terminate()
    _, log = toy.communicate(timeout=20.0)

    assert toy.returncode == 0, log
    assert not is_running(stubborn)
    assert (tmp_path / "steady.finished").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_outlives_a_supervisor_that_is_killed(start: Start, tmp_path: Path) -> None:
    toy = start("steady", "stubborn")
    redis = pid_in(tmp_path / "redis.pid")
    assert len(group_of(toy.pid)) >= 4, "the parts were not in its group after all"

    toy.kill()
    toy.wait()

    wait_for(lambda: not group_of(toy.pid) and not is_running(redis), timeout_s=5.0)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_parts_come_back_after_their_fork_server_is_killed(start: Start, tmp_path: Path) -> None:
    toy = start("steady")
    first = pid_in(tmp_path / "steady.pid")
    fork_server = int(Path(f"/proc/{first}/stat").read_text().rsplit(")", 1)[1].split()[1])

    os.kill(fork_server, signal.SIGKILL)

    assert pid_in(tmp_path / "steady.pid", other_than=first, timeout_s=10.0)
    wait_for(lambda: not is_running(first), timeout_s=2.0)
    assert toy.poll() is None
