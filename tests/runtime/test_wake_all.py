"""Waking everything after a part died."""

import pytest

from helpdesk import queue
from helpdesk.queue import ROUTE
from runtime.wake_all import wake_all
from runtime.wiring import RECOMPUTE

pytestmark = pytest.mark.usefixtures("redis")


def test_a_wake_up_that_a_dead_worker_took_with_it_is_made_again() -> None:
    redis = queue.redis()
    assert redis is not None
    queue.wake(RECOMPUTE)
    jobs = queue.rq_queue(redis)
    jobs.empty()  # type: ignore[no-untyped-call]
    queue.wake(RECOMPUTE)
    assert len(jobs) == 0, "the token it left behind should have held this back"

    wake_all()

    assert {job.func_name for job in jobs.get_jobs()} == {RECOMPUTE}
    assert queue.wait(ROUTE, 0.1)


def test_every_loop_of_the_wiring_is_woken() -> None:
    wake_all()

    assert queue.wait("gateway", 0.1)
