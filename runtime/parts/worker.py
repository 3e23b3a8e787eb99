"""The worker part: runs the queued jobs, with or without Redis at hand."""

import contextlib
import os
import signal
import threading
import time
from dataclasses import dataclass

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.serializers import JSONSerializer

from helpdesk import queue
from helpdesk.config import Config
from runtime.backoff import Backoff
from runtime.lifeline import BEAT_EVERY_S, Lifeline
from runtime.parts.router import Router
from runtime.process import prepare
from runtime.wake_all import wake_all

INTERRUPT = signal.SIGUSR1
INTERRUPT_EVERY_S = 0.25
LONGEST_JOB_S = 900.0

log = structlog.get_logger()


def run(lifeline: Lifeline, config: Config) -> None:
    """Run jobs until it is time to stop; Redis away is waited for, however long it takes."""
    prepare(config)
    signal.signal(INTERRUPT, signal.SIG_IGN)
    done, busy, router = threading.Event(), Busy(), Router(lifeline)
    threading.Thread(target=_beat, args=(lifeline, done, busy, router), name="beat", daemon=True).start()
    lifeline.on_stop(lambda: threading.Thread(target=_interrupt, args=(done,), daemon=True).start())
    wake_all()  # what the worker before this one may have taken and not begun
    router.start()
    lifeline.ready()
    backoff = Backoff(longest_s=2.0)
    with contextlib.suppress(StopRequested):
        while not lifeline.stopping:
            began = time.monotonic()
            _work(lifeline, config.redis_url, busy)
            lifeline.wait(backoff.pause_after(time.monotonic() - began))
    signal.signal(INTERRUPT, signal.SIG_IGN)
    router.finish()
    done.set()


@dataclass(slots=True)
class Busy:
    """Since when the job at hand runs, in monotonic seconds; None between jobs."""

    since: float | None = None


def _beat(lifeline: Lifeline, done: threading.Event, busy: Busy, router: Router) -> None:
    # The main thread sleeps in a wait for jobs that may be long; only a job that never ends is a worker that is stuck.
    while not done.wait(BEAT_EVERY_S / 2):
        begun = [since for since in (busy.since, router.busy_since) if since is not None]
        if time.monotonic() - min(begun, default=time.monotonic()) < LONGEST_JOB_S:
            lifeline.beat()


def _interrupt(done: threading.Event) -> None:
    # Only a signal gets the main thread out of its wait for the next job, and one that comes just before the thread
    # goes back to sleep is seen too late.
    while not done.is_set():
        os.kill(os.getpid(), INTERRUPT)
        done.wait(INTERRUPT_EVERY_S)


def _work(lifeline: Lifeline, redis_url: str, busy: Busy) -> None:
    try:
        with Redis.from_url(redis_url, socket_timeout=None, socket_connect_timeout=2.0) as redis:
            DeskWorker(redis, lifeline, busy).work(logging_level="WARNING")
    except RedisError as error:
        log.warning("redis does not answer, waiting for it", error=str(error))


class DeskWorker(SimpleWorker):
    """RQ's worker in this very process, without the remote commands and without long pauses."""

    max_connection_wait_time = 2.0

    def __init__(self, redis: Redis, lifeline: Lifeline, busy: Busy) -> None:
        super().__init__([queue.rq_queue(redis)], connection=redis, serializer=JSONSerializer)
        self._lifeline = lifeline
        self._busy = busy

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Run a job, noting since when it runs."""
        self._busy.since = time.monotonic()
        try:
            super().execute_job(job, queue)
        finally:
            self._busy.since = None

    def _install_signal_handlers(self) -> None:
        signal.signal(INTERRUPT, self.request_stop)
        if self._lifeline.stopping:
            raise StopRequested

    def subscribe(self) -> None:
        # RQ's command channel lets anyone who can write to Redis stop jobs, and costs a thread.
        pass

    def unsubscribe(self) -> None:
        pass

    def set_shutdown_requested_date(self) -> None:
        # Called inside the signal handler: with Redis away it would raise in the middle of a job.
        pass

    def register_death(self) -> None:
        # With Redis away nobody is there to hear it, and the entry lapses by itself.
        with contextlib.suppress(RedisError):
            super().register_death()  # type: ignore[no-untyped-call]
