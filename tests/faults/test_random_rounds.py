"""Storms of kills, crashes, freezes and a Redis in trouble, as a seed decides."""

import pytest

from runtime.faults.desk import BrokenDesk
from runtime.faults.rounds import random_round
from runtime.faults.staff import Crew
from tests.faults.promises import FIRST_SEED, ROUNDS, assert_kept


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + ROUNDS))
def test_nothing_is_lost_or_doubled_in_a_storm(broken: BrokenDesk, crew: Crew, seed: int) -> None:
    verdict = random_round(broken, crew, seed=seed)

    again = f"HELPDESK_TEST_FAULT_SEED={seed} HELPDESK_TEST_FAULT_ROUNDS=1 pytest tests/faults/test_random_rounds.py"
    assert_kept(verdict, broken, repeat=again)
