"""How `helpdesk up` ends: in good order when asked, without orphans when killed, in one line when it cannot start."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime import command
from tests.runtime.desk_up import DeskUp
from tests.runtime.processes import is_running, wait_for


@pytest.fixture
def desk_up(tmp_path: Path) -> Iterator[DeskUp]:
    with DeskUp(tmp_path / "data") as desk:
        desk.start()
        yield desk


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_group_stops_everything_in_good_order(desk_up: DeskUp, number: signal.Signals) -> None:
    pids = desk_up.run_file["pids"]

    desk_up.signal_group(number)

    assert desk_up.process.wait(25.0) == 0, desk_up.log
    assert desk_up.log.rstrip().endswith("stopped")
    assert "Traceback" not in desk_up.log
    assert [part for part, pid in pids.items() if is_running(pid)] == []
    assert not (desk_up.data_dir / "run.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the private Redis with its parent")
def test_a_killed_supervisor_leaves_nothing_behind_and_can_be_started_again(desk_up: DeskUp) -> None:
    pids = desk_up.run_file["pids"]

    desk_up.process.kill()
    desk_up.process.wait()
    desk_up.start()

    assert desk_up.get("/readyz") == 200
    wait_for(lambda: not any(is_running(pid) for pid in pids.values()), timeout_s=5.0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the private Redis with its parent")
def test_a_start_waits_for_the_port_that_a_killed_one_left_to_its_web(desk_up: DeskUp) -> None:
    port, web = desk_up.run_file["port"], desk_up.pid("web")
    os.kill(web, signal.SIGSTOP)
    desk_up.process.kill()
    desk_up.process.wait()
    threading.Timer(1.0, os.kill, (web, signal.SIGKILL)).start()

    desk_up.start(port=port)

    assert desk_up.run_file["port"] == port
    assert desk_up.get("/readyz") == 200


def test_a_stop_while_it_still_starts_is_heeded(tmp_path: Path) -> None:
    process = command.start("up", env=command.environment(tmp_path / "data"))
    wait_for((tmp_path / "data" / "redis").exists, timeout_s=20.0)

    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=25.0)

    assert process.returncode == 0, log
    assert "Traceback" not in log


def test_a_redis_of_ones_own_that_does_not_answer_is_named(tmp_path: Path) -> None:
    done = command.run(
        "up", env=command.environment(tmp_path / "data", redis_url=f"redis://127.0.0.1:{_closed_port()}")
    )

    assert done.returncode == 2, done.stderr
    assert "Redis does not answer" in done.stderr
    assert "HELPDESK_REDIS_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    done = command.run("up", env=command.environment(tmp_path / "data"))

    assert done.returncode == 2
    assert "is a file. Set HELPDESK_DATA_DIR" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return int(closed.getsockname()[1])
