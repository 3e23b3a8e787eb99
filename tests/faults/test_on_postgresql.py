"""The same storms over a desk on PostgreSQL."""

from pathlib import Path

import pytest

from runtime.faults.desk import broken_desk
from runtime.faults.rounds import random_round
from runtime.faults.staff import hire_crew
from tests.faults.promises import FIRST_SEED, ROUNDS, assert_kept


@pytest.mark.timeout(1800)
def test_nothing_is_lost_or_doubled_in_storms(postgresql_url: str, tmp_path: Path) -> None:
    with broken_desk(tmp_path, {"HELPDESK_DATABASE_URL": postgresql_url}) as desk:
        crew = hire_crew(agents=2)
        for seed in range(FIRST_SEED, FIRST_SEED + max(1, ROUNDS // 10)):
            verdict = random_round(desk, crew, seed=seed)

            again = f"HELPDESK_TEST_FAULT_SEED={seed} HELPDESK_TEST_FAULT_ROUNDS=10 pytest {Path(__file__).name}"
            assert_kept(verdict, desk, repeat=again)
