"""The worker: runs what is asked for, and survives what can happen to Redis."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk import queue
from helpdesk.config import Config
from runtime.redis_child import RedisChild
from tests.runtime import command
from tests.runtime.processes import wait_for

NOTE = "tests.runtime.jobs.note"
FAIL = "tests.runtime.jobs.fail"


@pytest.fixture
def worker(config: Config, redis: RedisChild) -> Iterator["subprocess.Popen[str]"]:
    env = command.environment(config.data_dir, redis_url=redis.url, test_marks=_marks(config.data_dir))
    process = command.start("worker", env=env)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.usefixtures("worker")
def test_a_job_asked_for_is_run(tmp_path: Path) -> None:
    queue.wake(NOTE)

    _runs(tmp_path, 1)


@pytest.mark.usefixtures("worker")
def test_a_job_that_fails_does_not_keep_the_next_from_running(tmp_path: Path) -> None:
    queue.wake(FAIL)
    queue.wake(NOTE)

    _runs(tmp_path, 1)


@pytest.mark.usefixtures("worker")
def test_jobs_run_again_within_five_seconds_of_a_killed_redis(tmp_path: Path, redis: RedisChild) -> None:
    queue.wake(NOTE)
    _runs(tmp_path, 1)
    os.kill(redis.pid or 0, signal.SIGKILL)
    wait_for(redis.ended, timeout_s=5.0)
    redis.start()

    queue.begun(NOTE)
    queue.wake(NOTE)

    _runs(tmp_path, 2, timeout_s=5.0)


@pytest.mark.usefixtures("worker")
def test_jobs_run_again_after_redis_was_emptied(tmp_path: Path) -> None:
    queue.wake(NOTE)
    _runs(tmp_path, 1)
    redis = queue.redis()
    assert redis is not None
    redis.flushall()

    queue.wake(NOTE)

    _runs(tmp_path, 2, timeout_s=5.0)


def test_an_idle_worker_ends_at_once_and_in_good_order(worker: "subprocess.Popen[str]", tmp_path: Path) -> None:
    queue.wake(NOTE)
    _runs(tmp_path, 1)

    worker.send_signal(signal.SIGTERM)
    _, log = worker.communicate(timeout=30.0)

    assert worker.returncode == 0, log
    assert "Traceback" not in log


def test_a_worker_without_redis_still_ends_when_asked(
    worker: "subprocess.Popen[str]", redis: RedisChild, tmp_path: Path
) -> None:
    queue.wake(NOTE)
    _runs(tmp_path, 1)
    redis.kill()

    worker.send_signal(signal.SIGTERM)
    _, log = worker.communicate(timeout=8.0)

    assert worker.returncode == 0, log


def _marks(folder: Path) -> Path:
    return folder / "marks"


def _runs(folder: Path, times: int, *, timeout_s: float = 15.0) -> None:
    wait_for(lambda: _marks(folder).exists() and len(_marks(folder).read_text()) >= times, timeout_s=timeout_s)
