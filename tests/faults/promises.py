"""What every round must end with."""

import os

from runtime.faults.desk import BrokenDesk
from runtime.faults.patience import right_again_within_s
from runtime.faults.settling import Verdict
from tests import rounds

LOG_CHARS = 6_000

# How many random rounds; on PostgreSQL a tenth of them, at least one.
ROUNDS = int(os.environ.get("HELPDESK_TEST_FAULT_ROUNDS", str(rounds.ROUNDS)))
FIRST_SEED = int(os.environ.get("HELPDESK_TEST_FAULT_SEED", "20261121"))


def assert_kept(verdict: Verdict, desk: BrokenDesk, *, repeat: str) -> None:
    """Nothing lost, nothing doubled, everything in order, right again in time. repeat: how to run this round alone."""
    print(verdict)
    assert not verdict.wrong, f"{verdict}\nRepeat: {repeat}\nThe log ends:\n{desk.log[-LOG_CHARS:]}"
    assert verdict.recovery_s <= right_again_within_s(), f"too slow: {verdict}\nRepeat: {repeat}"
