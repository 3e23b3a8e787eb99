"""Wake-ups through Redis: never truth, so every failure here costs only a delay.

A job is a wake-up that drains a table; asked for many times while it waits, it runs once. A signal wakes one loop.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, Worker
from rq.serializers import JSONSerializer

from helpdesk import clock

log = logging.getLogger(__name__)

QUEUE_NAME: Final = "desk"
TOKEN_LIFE_S: Final = 3  # a wake-up that got lost with its job is made again after that
JOB_TIMEOUT_S: Final = 120
# A customer waits for it: a loop of the worker runs it, spared of the sixty round trips that a job of RQ costs.
ROUTE: Final = "routing.jobs.route"
SOCKET_TIMEOUT_S: Final = 5.0
LOOK_S: Final = 1.0  # whoever asks whether all is well waits for seconds at most

_redis: Redis | None = None
_probe: Redis | None = None
_held: ContextVar[set[str] | None] = ContextVar("held", default=None)


def connect(url: str) -> None:
    """Use the Redis at `url` in this process; connections open at first use."""
    global _redis, _probe
    disconnect()
    never = Retry(NoBackoff(), 0)
    _redis = Redis.from_url(
        url, socket_timeout=SOCKET_TIMEOUT_S, socket_connect_timeout=2.0, retry=never, health_check_interval=30
    )
    _probe = Redis.from_url(url, socket_timeout=LOOK_S, socket_connect_timeout=LOOK_S, retry=never)


def disconnect() -> None:
    """Close the connections of this process; later wake-ups are silently dropped."""
    global _redis, _probe
    for one in (_redis, _probe):
        if one is not None:
            one.close()
    _redis = _probe = None


def redis() -> Redis | None:
    """Return this process's Redis, or None when it has none."""
    return _redis


def is_answering() -> bool:
    """Say whether Redis answers, and within a second: one that stands still keeps nobody waiting who only looks."""
    try:
        return _probe is not None and bool(_probe.ping())
    except RedisError:
        return False


def wake(job: str) -> bool:
    """Have a worker run `job` ("routing.jobs.route") soon; asked again before it starts, nothing is added."""
    if job == ROUTE:
        return signal(ROUTE)
    if _redis is None:
        return False
    try:
        if not _redis.set(_token(job), 1, nx=True, ex=TOKEN_LIFE_S):
            return True
        rq_queue(_redis).enqueue(job, job_timeout=JOB_TIMEOUT_S, result_ttl=0, failure_ttl=3600)
    except RedisError as error:
        log.warning("wake-up of %s dropped: %s", job, type(error).__name__)
        return False
    return True


def begun(job: str) -> None:
    """Say, first thing in a job, that later wake-ups need a new one."""
    if _redis is None or job == ROUTE:
        return
    try:
        _redis.delete(_token(job))
    except RedisError as error:
        log.warning("token of %s kept: %s", job, type(error).__name__)


def signal(loop: str) -> bool:
    """Wake the loop that waits under this name, now or when it next waits; within `signals_held` only at its end."""
    if (held := _held.get()) is not None:
        held.add(loop)
        return True
    if _redis is None:
        return False
    try:
        with _redis.pipeline(transaction=False) as pipe:
            pipe.lpush(_bell(loop), 1)
            pipe.ltrim(_bell(loop), 0, 0)
            pipe.execute()
    except RedisError as error:
        log.warning("signal to %s dropped: %s", loop, type(error).__name__)
        return False
    return True


@contextmanager
def signals_held() -> Iterator[None]:
    """Signal each loop once at the end of this block: who is woken must not cross the next of its quick steps."""
    held: set[str] = set()
    outer = _held.set(held)
    try:
        yield
    finally:
        _held.reset(outer)
        for loop in sorted(held):
            signal(loop)


def wait(loop: str, timeout_s: float) -> bool:
    """Wait for a signal, at most timeout_s (below 5); without Redis just wait a little. Return whether one came."""
    if _redis is not None:
        try:
            return _redis.blpop([_bell(loop)], timeout=timeout_s) is not None
        except RedisError:
            pass
    time.sleep(min(timeout_s, 0.2))
    return False


@dataclass(frozen=True, slots=True)
class RedisState:
    """state: "ok" or "down". skew_ms: how far its clock is behind ours; jobs: wake-ups no worker has taken yet, the oldest since jobs_oldest_s."""

    state: str
    version: str | None = None
    answer_ms: float | None = None
    memory: int | None = None
    skew_ms: float | None = None
    jobs: int = 0
    jobs_oldest_s: float = 0.0
    workers: int = 0


def redis_state() -> RedisState:
    """Return how Redis is doing, and who works on its queue."""
    if _probe is None:
        return RedisState("down")
    try:
        began = time.monotonic()
        seconds, micros = _probe.time()
        answer_ms = (time.monotonic() - began) * 1000
        skew_ms = (clock.now().timestamp() - seconds - micros / 1_000_000) * 1000
        found = _probe.info()
        # Counted only while they beat; one that was killed fades within minutes.
        workers = sum(worker.state != "suspended" for worker in Worker.all(queue=rq_queue(_probe)))
        jobs, jobs_oldest_s = rq_queue(_probe).count, _oldest_s(rq_queue(_probe))
    except RedisError as error:
        log.warning("redis does not answer: %s", type(error).__name__)
        return RedisState("down")
    version = str(found.get("valkey_version") or found.get("redis_version"))
    return RedisState(
        "ok",
        version,
        round(answer_ms, 2),
        int(found.get("used_memory", 0)),
        round(skew_ms, 1),
        jobs,
        round(jobs_oldest_s, 1),
        workers,
    )


def _oldest_s(waiting: Queue) -> float:
    """Return for how long the first of the waiting jobs has waited; 0 where none does."""
    ids = waiting.get_job_ids(0, 1)
    job = waiting.fetch_job(ids[0]) if ids else None
    if job is None or job.enqueued_at is None:
        return 0.0
    since = job.enqueued_at if job.enqueued_at.tzinfo else job.enqueued_at.replace(tzinfo=UTC)
    return max(0.0, (clock.now() - since).total_seconds())


def rq_queue(connection: Redis) -> Queue:
    """Return the one RQ queue; jobs are JSON and carry ids at most."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def _token(job: str) -> str:
    return f"helpdesk:asked:{job}"


def _bell(loop: str) -> str:
    return f"helpdesk:bell:{loop}"
