"""What a desk costs while nobody uses it."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.bench import usage
from tests.runtime.desk_up import DeskUp

pytestmark = [
    pytest.mark.alone,
    pytest.mark.usefixtures("cold_starts"),
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

MAX_PSS_MB = 400.0
MAX_CPU_PERCENT = 2.0
WATCH_S = 15.0


@pytest.fixture
def desk_up(tmp_path: Path) -> Iterator[DeskUp]:
    with DeskUp(tmp_path / "data") as desk:
        desk.start()
        yield desk


def test_an_idle_desk_stays_within_its_memory_and_processor(desk_up: DeskUp) -> None:
    time.sleep(3.0)
    processes = usage.tree(desk_up.process.pid)
    before_s = usage.cpu_s(processes)
    time.sleep(WATCH_S)

    percent = (usage.cpu_s(processes) - before_s) / WATCH_S * 100

    assert len(processes) >= 8, "not every process was looked at"
    assert usage.pss_mb(processes) <= MAX_PSS_MB
    assert percent < MAX_CPU_PERCENT
