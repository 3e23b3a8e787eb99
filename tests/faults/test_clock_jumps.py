"""The wall clock jumps by hours, forth and back, in the middle of work: order comes from numbers, waits from elsewhere."""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from helpdesk import db
from runtime.faults.crowd import Crowd
from runtime.faults.desk import BrokenDesk, broken_desk
from runtime.faults.nemesis import Nemesis
from runtime.faults.peers.moved_clock import MovedClock
from runtime.faults.rounds import Load, round_of
from runtime.faults.staff import Crew, hire_crew
from runtime.faults.waiting import soon
from tests.faults.promises import assert_kept

TWO_HOURS_S = 7200


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    return MovedClock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="module")
def desk(clock: MovedClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokenDesk]:
    """A desk of its own, whose clock is that one."""
    with broken_desk(tmp_path_factory.mktemp("clocks"), clock.environ) as desk:
        yield desk


@pytest.fixture(scope="module")
def crew(desk: BrokenDesk) -> Crew:
    """One agent who works there."""
    return hire_crew(agents=1)


def test_a_clock_that_jumps_changes_nothing(desk: BrokenDesk, crew: Crew, clock: MovedClock) -> None:
    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        for seconds in (TWO_HOURS_S, 0, -TWO_HOURS_S):
            await asyncio.sleep(0.6)
            fault = crowd.journal.begin(f"clock wrong by {seconds} s")
            clock.shift(seconds)
            fault.is_over()

    verdict = round_of(desk, crew, blow, seed=51, load=Load(visitors=3, messages=15))

    assert _is_shifted(desk), "the desk's clock was never moved, so nothing was proved"
    assert_kept(verdict, desk, repeat="pytest tests/faults/test_clock_jumps.py")


def test_an_answer_that_waits_while_the_clock_goes_back_is_sent_at_once(
    desk: BrokenDesk, crew: Crew, clock: MovedClock
) -> None:
    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        assert await soon(crowd.is_answered, within_s=20)
        await asyncio.sleep(1.0)  # stopped amid a write it would keep SQLite's only writer
        desk.send("gateway", signal.SIGSTOP)
        crowd.visitors[0].write()
        assert await soon(
            lambda: sum(bool(one.accepted_at) for one in crowd.journal.replies.values()) == 2, within_s=20
        )
        clock.shift(-2 * TWO_HOURS_S)
        desk.send("gateway", signal.SIGCONT)
        crowd.journal.begin("clock set back while an answer waits").is_over()

    verdict = round_of(desk, crew, blow, seed=52, load=Load(visitors=1, messages=1))

    assert_kept(verdict, desk, repeat="pytest tests/faults/test_clock_jumps.py")


def _is_shifted(desk: BrokenDesk) -> bool:
    with db.reading() as session:
        times = session.connection().exec_driver_sql("SELECT min(created_at), max(created_at) FROM event").one()
    return str(times[0])[:13] != str(times[1])[:13]
