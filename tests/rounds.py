"""How often chance is tried: a little each time, HELPDESK_TEST_ROUNDS times as often when asked.

Every run tries other things, so what a short run may miss, one of the many finds.
"""

import os
from typing import Final

from hypothesis import settings

ROUNDS: Final = int(os.environ.get("HELPDESK_TEST_ROUNDS", "1"))


def examples(count: int) -> int:
    """Return how many examples to try where a short run tries `count`."""
    return count * ROUNDS


def try_a_little() -> None:
    """Have a property that says no number of its own tried a few times, in this process."""
    settings.register_profile("desk", max_examples=examples(25))
    settings.load_profile("desk")
