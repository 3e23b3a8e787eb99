"""Waits until a desk has done what it found to do at its start, and the disk what was written before."""

import os
import time
from typing import Final

from runtime.bench import usage
from runtime.bench.desk import BenchDesk

LOOK_EVERY_S: Final = 2.0
LOOKS: Final = 5  # in a row: the clock rests some seconds between its rounds
CALM: Final = 0.1  # of one processor
AT_MOST_S: Final = 180.0


def until_calm(desk: BenchDesk) -> float:
    """Return after how many seconds all processes of the desk together took less than a tenth of a processor."""
    os.sync()
    began, quiet, used = time.monotonic(), 0, usage.cpu_s(desk.pids.values())
    while quiet < LOOKS and time.monotonic() - began < AT_MOST_S:
        time.sleep(LOOK_EVERY_S)
        before, used = used, usage.cpu_s(desk.pids.values())
        quiet = quiet + 1 if used - before < CALM * LOOK_EVERY_S else 0
    return round(time.monotonic() - began, 1)
