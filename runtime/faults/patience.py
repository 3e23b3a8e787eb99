"""How much longer everything may take because other programs use this machine too."""

import os
from typing import Final

RIGHT_AGAIN_WITHIN_S: Final = 5.0


def patience() -> float:
    """Return 1 on a machine with processors to spare, and as many times more as wait for each of them.

    The load average lags a minute behind; tests that run side by side say by themselves how many they are.
    """
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1), float(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)))


def right_again_within_s() -> float:
    """Return how long a desk may take, counted from the restart of what broke, until everything is right again."""
    return RIGHT_AGAIN_WITHIN_S * patience()
