"""Redis killed, emptied, frozen, full or read-only in the middle of work: a delay, and nothing else."""

import asyncio
import time

import pytest
from redis import Redis
from redis.exceptions import RedisError

from helpdesk import queue
from runtime.faults.bad_redis import TROUBLES, order
from runtime.faults.crowd import Crowd
from runtime.faults.desk import BrokenDesk
from runtime.faults.nemesis import Nemesis
from runtime.faults.patience import right_again_within_s
from runtime.faults.rounds import Load, round_of
from runtime.faults.staff import Crew
from runtime.faults.waiting import soon
from runtime.parts.router import LISTEN_S
from tests.faults.promises import assert_kept

FEW = Load(visitors=2, messages=4, every_s=0.05)
LOAD = Load(visitors=3, messages=12)
HERE = "pytest tests/faults/test_redis_in_trouble.py"


def test_redis_killed_and_emptied_twice_costs_a_delay_only(broken: BrokenDesk, crew: Crew) -> None:
    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        await nemesis.flush()
        await nemesis.kill("redis")
        await nemesis.flush()

    verdict = round_of(broken, crew, blow, seed=31, load=LOAD)

    assert_kept(verdict, broken, repeat=HERE)


def test_a_frozen_redis_costs_a_delay_only(broken: BrokenDesk, crew: Crew) -> None:
    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        await nemesis.freeze("redis", seconds=1.5)

    verdict = round_of(broken, crew, blow, seed=32, load=LOAD)

    assert_kept(verdict, broken, repeat=HERE)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_desk_goes_on_while_redis_is_in_trouble(broken: BrokenDesk, crew: Crew, trouble: str) -> None:
    """New tickets are classified, given to agents, answered and shown before Redis is mended."""
    waited_s: list[float] = []

    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        async with nemesis.in_trouble(trouble):
            began = time.monotonic()
            assert await soon(lambda: crowd.is_answered(FEW.messages), within_s=6 * right_again_within_s())
            waited_s.append(time.monotonic() - began)

    verdict = round_of(broken, crew, blow, seed=33, load=FEW)

    assert waited_s, f"not everything was answered while Redis was {trouble}"
    assert_kept(verdict, broken, repeat=HERE)


def test_a_wake_up_that_nobody_acted_on_holds_nothing_back(broken: BrokenDesk, crew: Crew) -> None:
    """A worker may die after it took the wake-up and before it began: the worst place."""

    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        thief = asyncio.create_task(asyncio.to_thread(_steal, broken.running.redis_url))
        await asyncio.sleep(LISTEN_S + 1.0)  # who has listened longest hears it, and the worker begins anew meanwhile
        letter = crowd.visitors[0].write()
        assert await soon(lambda: letter.ack is not None, within_s=30)
        assert await thief, "the worker heard it all the same, so nothing was proved"

    verdict = round_of(broken, crew, blow, seed=34, load=Load(visitors=1, messages=0))

    assert verdict.settled_s <= 2 * right_again_within_s(), verdict
    assert_kept(verdict, broken, repeat=HERE)


@pytest.mark.parametrize(
    ("trouble", "call"), [("out of memory", "set"), ("read-only", "set"), ("without fan-out", "publish")]
)
def test_the_troubles_are_real(broken: BrokenDesk, trouble: str, call: str) -> None:
    asyncio.run(order(broken, TROUBLES[trouble].begin))
    try:
        with Redis.from_url(broken.running.redis_url) as redis, pytest.raises(RedisError):
            getattr(redis, call)("x", "1")
    finally:
        assert asyncio.run(order(broken, TROUBLES[trouble].end))


def _steal(redis_url: str) -> bool:
    with Redis.from_url(redis_url, socket_timeout=60.0) as redis:
        return redis.blpop([queue._bell(queue.ROUTE)], timeout=30) is not None
