"""A part killed at each named point of the journey, in the middle of work."""

import zlib

import pytest

from runtime.faults.desk import BrokenDesk
from runtime.faults.points import POINTS
from runtime.faults.rounds import crash_round
from runtime.faults.staff import Crew
from tests.faults.promises import assert_kept


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_or_doubled_by_a_crash(broken: BrokenDesk, crew: Crew, point: str) -> None:
    fired, verdict = crash_round(broken, crew, point, seed=zlib.crc32(point.encode()))

    assert fired, f"nobody passed {point}, so nothing was proved: {verdict}"
    assert_kept(verdict, broken, repeat=f"pytest tests/faults/test_crash_points.py -k {point}")
