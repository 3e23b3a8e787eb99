"""Work done every few seconds."""

import time

import pytest

from runtime.ticks import Tick, Ticks


def test_a_failing_piece_does_not_keep_the_others_from_running() -> None:
    done: list[str] = []
    ticks = Ticks([Tick("broken", 1.0, lambda: 1 / 0), Tick("sound", 1.0, lambda: done.append("sound"))])

    ticks.run_due()

    assert done == ["sound"]
    assert ticks.failures == 1


def test_what_is_nearly_due_is_done_along_with_what_is() -> None:
    done: list[str] = []
    ticks = Ticks([Tick("slow", 0.4, lambda: done.append("slow")), Tick("quick", 0.32, lambda: done.append("quick"))])
    ticks.run_due()

    time.sleep(ticks.run_due())
    ticks.run_due()

    assert done == ["slow", "quick", "slow", "quick"]


def test_a_piece_is_not_done_again_before_it_is_due() -> None:
    done: list[int] = []
    ticks = Ticks([Tick("rare", 60.0, lambda: done.append(1))])

    pauses = [ticks.run_due() for _ in range(3)]

    assert done == [1]
    assert all(59.0 < pause <= 60.0 for pause in pauses)


def test_somebody_else_may_have_a_word_before_each_piece_and_end_the_run() -> None:
    done: list[str] = []
    ticks = Ticks([Tick("first", 60.0, lambda: done.append("first")), Tick("second", 60.0, lambda: done.append("2nd"))])

    def give_up_after_one() -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        ticks.run_due(give_up_after_one)

    assert done == ["first"]
