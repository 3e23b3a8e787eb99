"""The supervisor killed, doubled and restarted in the middle of work."""

import asyncio
import time

from runtime.faults.crowd import Crowd
from runtime.faults.desk import BrokenDesk
from runtime.faults.nemesis import Nemesis
from runtime.faults.rounds import Load, round_of
from runtime.faults.staff import Crew
from tests.faults.promises import assert_kept

LOAD = Load(visitors=3, messages=12, every_s=0.2)
DRAINS_WITHIN_S = 20.0
HERE = "pytest tests/faults/test_supervisor.py"


def test_others_started_on_the_same_folder_give_way_and_disturb_nothing(broken: BrokenDesk, crew: Crew) -> None:
    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        ends = await asyncio.gather(*(asyncio.to_thread(broken.start_another) for _ in range(2)))
        assert [(end.returncode, "already running" in end.stderr) for end in ends] == [(2, True), (2, True)]

    before = broken.pids()
    verdict = round_of(broken, crew, blow, seed=42, load=LOAD)

    assert broken.pids() == before
    assert_kept(verdict, broken, repeat=HERE)


def test_a_killed_supervisor_takes_all_along_and_of_two_started_at_once_one_stays(
    broken: BrokenDesk, crew: Crew
) -> None:
    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        fault = crowd.journal.begin("kill supervisor, start two")
        orphans = broken.kill_supervisor()
        assert await asyncio.to_thread(broken.start_twice) == 2
        fault.is_over()
        await nemesis.expect_gone(orphans)

    verdict = round_of(broken, crew, blow, seed=43, load=LOAD)

    assert_kept(verdict, broken, repeat=HERE)


def test_a_restart_while_people_write_finishes_what_it_had_begun(broken: BrokenDesk, crew: Crew) -> None:
    ended: list[tuple[int, float]] = []

    async def blow(crowd: Crowd, nemesis: Nemesis) -> None:
        fault = crowd.journal.begin("restart")
        began = time.monotonic()
        code = await asyncio.to_thread(broken.stop)
        ended.append((code, time.monotonic() - began))
        await asyncio.to_thread(broken.start)
        fault.is_over()

    verdict = round_of(broken, crew, blow, seed=44, load=LOAD)

    code, seconds = ended[0]
    assert code == 0
    assert seconds < DRAINS_WITHIN_S
    assert_kept(verdict, broken, repeat=HERE)
