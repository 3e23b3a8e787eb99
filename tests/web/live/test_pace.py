"""While much comes, what comes goes together; while little comes, at once."""

from itertools import pairwise

import pytest

from web.live.pace import Pace


def test_what_comes_now_and_then_never_waits() -> None:
    pace = Pace(busy=35.0, apart_s=0.06)

    waits = []
    for number in range(200):
        pace.came(1, number / 20)
        waits.append(pace.wait_s(number / 20))
        pace.began(number / 20)

    assert set(waits) == {0.0}


def test_where_much_comes_batches_are_kept_apart() -> None:
    pace, begun = Pace(busy=35.0, apart_s=0.06), []
    for number in range(300):
        now = number / 100
        pace.came(1, now)
        if not pace.wait_s(now):
            pace.began(now)
            begun.append(now)

    late = [at for at in begun if at > 2]
    assert min(after - before for before, after in pairwise(late)) > 0.055


def test_a_quiet_second_or_two_end_the_waiting() -> None:
    pace = Pace(busy=35.0, apart_s=0.06)
    pace.came(100, 0.0)
    pace.began(0.0)

    assert pace.wait_s(0.01) == pytest.approx(0.05)
    pace.began(3.0)
    assert pace.wait_s(3.0) == 0.0
