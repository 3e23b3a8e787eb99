"""`helpdesk faults`: a round anyone can repeat, and a verdict."""

import json
from pathlib import Path

import pytest

from runtime.faults.everywhere import deck
from tests.runtime import command


@pytest.mark.timeout(600)
def test_a_round_over_all_channels_ends_with_a_verdict(tmp_path: Path) -> None:
    done = command.run("faults", "--rounds", "1", "--seed", "7", env=command.environment(tmp_path))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "I1 to I7 kept" in done.stdout
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["rounds"], figures["lost"], figures["doubled"], figures["broken"]) == (1, 0, 0, [])
    assert figures["answers"] == figures["messages"] > 20


def test_every_thing_that_can_be_broken_is_broken_before_anything_is_again() -> None:
    rows = [f"row {number}" for number in range(10)]

    struck = [row for seed in range(5) for row in deck(rows, seed, 4)]

    assert sorted(struck[:10]) == sorted(struck[10:]) == sorted(rows)
    assert deck(rows, 3, 4) == struck[12:16]
