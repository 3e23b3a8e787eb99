"""The private Redis: on a socket of its own, keeps what it was told, never two on one folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

import pytest
from redis import Redis

from runtime.redis_child import RedisChild
from runtime.run_folder import remove_run_folder

IN_THE_BACKGROUND = """
import sys, time; from pathlib import Path; from runtime.redis_child import RedisChild
child = RedisChild(Path(sys.argv[1])); child.start(); print(child.pid, flush=True); time.sleep(60)
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[RedisChild]:
    child = RedisChild(tmp_path)
    yield child
    child.kill()
    Path(child.url.removeprefix("unix://")).unlink(missing_ok=True)
    remove_run_folder(tmp_path)


def test_it_answers_on_its_socket_as_soon_as_it_is_started(child: RedisChild) -> None:
    child.start()

    with Redis.from_url(child.url) as redis:
        assert redis.ping()


def test_it_still_knows_what_it_was_told_after_kill_9(child: RedisChild) -> None:
    child.start()
    with Redis.from_url(child.url) as redis:
        redis.set("word", "kept")
        time.sleep(1.2)  # the append-only file is written once a second
    os.kill(child.pid or 0, signal.SIGKILL)
    assert wait(child.sources, 5.0), "its end was not noticed"
    assert child.ended() == "killed by SIGKILL"

    child.start()

    with Redis.from_url(child.url) as redis:
        assert redis.get("word") == b"kept"


def test_an_unreadable_append_only_file_is_set_aside(child: RedisChild, tmp_path: Path) -> None:
    files = tmp_path / "redis" / "appendonlydir"
    files.mkdir(parents=True)
    (files / "appendonly.aof.manifest").write_text("not a manifest")

    child.start()

    with Redis.from_url(child.url) as redis:
        assert redis.ping()
    assert (files.parent / "appendonlydir.broken" / "appendonly.aof.manifest").read_text() == "not a manifest"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_it_ends_with_a_parent_that_is_killed(child: RedisChild, tmp_path: Path) -> None:
    parent, pid = _start_elsewhere(tmp_path)

    parent.kill()
    parent.wait()

    assert _gone_within(pid, 5.0)


def test_a_server_left_over_is_ended_before_a_new_one_starts(child: RedisChild, tmp_path: Path) -> None:
    parent, pid = _start_elsewhere(tmp_path)

    child.start()

    assert _gone_within(pid, 1.0)
    with Redis.from_url(child.url) as redis:
        assert redis.info("server")["process_id"] == child.pid
    parent.kill()
    parent.wait()


def _start_elsewhere(data_dir: Path) -> tuple["subprocess.Popen[str]", int]:
    command = [sys.executable, "-c", IN_THE_BACKGROUND, str(data_dir)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        return parent, int(parent.stdout.readline())


def _gone_within(pid: int, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if not _is_running(pid):
            return True
        time.sleep(0.05)
    return False


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
