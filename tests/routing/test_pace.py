"""Work that is asked for again and again."""

import time

from routing.pace import CREDIT_S, LONGEST_PAUSE_S, REST, Pace


def entered_after(pace: Pace) -> float:
    began = time.monotonic()
    with pace:
        return time.monotonic() - began


def run(pace: Pace, seconds: float) -> None:
    with pace:
        time.sleep(seconds)


def test_the_first_run_begins_at_once() -> None:
    assert entered_after(Pace()) < CREDIT_S / 2


def test_runs_that_owe_little_rest_begin_at_once() -> None:
    pace = Pace()
    run(pace, 0.05)
    run(pace, 0.05)

    assert entered_after(pace) < 0.05


def test_who_runs_on_and_on_waits_twice_as_long_as_that_took() -> None:
    pace = Pace()
    run(pace, CREDIT_S / REST)

    began = time.monotonic()
    run(pace, 0.1)
    assert 0.15 < entered_after(pace) < 0.35
    assert time.monotonic() - began < 0.1 + LONGEST_PAUSE_S


def test_no_pause_is_longer_than_half_a_second() -> None:
    pace = Pace()
    run(pace, 0.6)
    run(pace, 0.3)

    assert LONGEST_PAUSE_S / 2 < entered_after(pace) < LONGEST_PAUSE_S + 0.2


def test_a_rest_pays_back_what_is_owed() -> None:
    pace = Pace()
    run(pace, CREDIT_S / REST)
    time.sleep(0.25)

    run(pace, 0.1)
    assert entered_after(pace) < 0.05


def test_a_run_that_found_much_is_followed_by_the_longest_pause_and_the_next_one_by_its_own() -> None:
    pace = Pace()
    with pace:
        pace.rest_long()

    assert entered_after(pace) > LONGEST_PAUSE_S / 2
    time.sleep(CREDIT_S)
    assert entered_after(pace) < LONGEST_PAUSE_S / 2
