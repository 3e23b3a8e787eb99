"""Crash points: each in the code is in the list, each in the list is in the code."""

import re
from pathlib import Path

from runtime.faults.points import ELSEWHERE, POINTS

HOUSE = ("helpdesk", "channels", "routing", "web", "runtime")


def test_every_crash_point_has_its_line_in_the_list() -> None:
    root = Path(__file__).parents[2]
    code = "".join(path.read_text("utf-8") for floor in HOUSE for path in (root / floor).rglob("*.py"))
    found = set(re.findall(r"\bcrash_point\(\"([a-z_.]+)\"\)", code))

    assert found == POINTS.keys() | ELSEWHERE.keys(), "add it to runtime/faults/points.py, and a test that dies there"
