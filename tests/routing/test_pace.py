"""Work that is asked for again and again."""

import time

from routing.pace import LONGEST_PAUSE_S, Pace


def entered_after(pace: Pace) -> float:
    began = time.monotonic()
    with pace:
        return time.monotonic() - began


def test_the_first_run_begins_at_once() -> None:
    assert entered_after(Pace()) < 0.02


def test_a_run_right_after_a_long_one_waits_twice_as_long_as_that_took() -> None:
    pace = Pace()
    with pace:
        time.sleep(0.05)

    assert 0.09 < entered_after(pace) < 0.3


def test_no_pause_is_longer_than_half_a_second() -> None:
    pace = Pace()
    with pace:
        time.sleep(0.6)

    assert entered_after(pace) < LONGEST_PAUSE_S + 0.2


def test_a_run_after_a_rest_begins_at_once() -> None:
    pace = Pace()
    with pace:
        time.sleep(0.02)
    time.sleep(0.1)

    assert entered_after(pace) < 0.02
