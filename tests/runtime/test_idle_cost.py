"""What an idle desk costs: memory, processor, and the work it takes to start."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.desk_up import DeskUp
from tests.runtime.processes import group_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MAX_PSS_MB = 400.0
MAX_CPU_PERCENT = 2.0
MAX_START_CPU_S = 5.0
WATCH_S = 15.0
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@pytest.fixture
def desk_up(tmp_path: Path) -> Iterator[DeskUp]:
    desk = DeskUp(tmp_path / "data")
    desk.start()
    yield desk
    desk.end()


def test_an_idle_desk_stays_within_its_memory_and_processor(desk_up: DeskUp) -> None:
    started_s = _cpu_s(desk_up)
    time.sleep(3.0)
    before_s = _cpu_s(desk_up)
    time.sleep(WATCH_S)

    percent = (_cpu_s(desk_up) - before_s) / WATCH_S * 100
    megabytes = sum(map(_pss_mb, _processes(desk_up)))

    assert megabytes <= MAX_PSS_MB
    assert percent < MAX_CPU_PERCENT
    assert started_s <= MAX_START_CPU_S, "too much work to be ready within 5 s"


def _processes(desk_up: DeskUp) -> set[int]:
    return {*group_of(desk_up.process.pid), desk_up.pid("redis")}


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _cpu_s(desk_up: DeskUp) -> float:
    """Return the processor seconds used so far, those of children that have ended included."""
    return sum(sum(map(int, _stat(pid)[11:15])) for pid in _processes(desk_up)) / TICKS_PER_S


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
