"""Redis killed, emptied, frozen, full or read-only in the middle of work: a delay, and nothing else."""

import asyncio
import time

import pytest
from redis import Redis
from redis.exceptions import RedisError

from helpdesk import queue
from routing.jobs import ROUTE
from runtime.faults.bad_redis import TROUBLES, Order, order
from runtime.faults.crowd import Crowd
from runtime.faults.desk import BrokenDesk
from runtime.faults.nemesis import Nemesis
from runtime.faults.patience import right_again_within_s
from runtime.faults.rounds import Load, round_of
from runtime.faults.staff import Crew
from runtime.faults.waiting import soon
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


def test_a_wake_up_whose_job_was_lost_holds_nothing_back(broken: BrokenDesk, crew: Crew) -> None:
    """Redis may die after the token was set and before the job was queued: the worst place."""

    token = queue._token(ROUTE)

    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        await asyncio.sleep(1.0)  # the agents' coming wakes routing too
        await order(broken, lambda redis: redis.set(token, 1, ex=queue.TOKEN_LIFE_S))
        letter = crowd.visitors[0].write()
        assert await soon(lambda: letter.ack is not None, within_s=5)
        assert await order(broken, _has(token)), "routing was woken otherwise, so nothing was proved"

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


def _has(key: str) -> Order:
    def look(redis: Redis) -> None:
        if not redis.exists(key):
            raise RedisError(f"there is no {key}")

    return look
