"""Whether what was learnt may decide, from tickets it has not seen."""

import random

import pytest

from routing.learning.judging import Told, at_worst, by_chance, find_threshold, judge, judged_at


def told(*, truth: str = "a", learnt: str = "a", sure: float = 0.99, ruled: str | None = None) -> Told:
    return Told(ruled, "b", learnt, sure, truth)


def test_what_is_sure_and_right_may_decide() -> None:
    found = judge([told()] * 400)

    assert found.is_better
    assert (found.tickets, found.rules_right, found.right, found.decided) == (200, 0, 200, 200)


def test_a_rule_that_says_something_is_never_overruled() -> None:
    found = judge([told(ruled="b")] * 400)

    assert (found.decided, found.right, found.is_better) == (0, 0, False)


def test_what_is_often_wrong_is_silent() -> None:
    chance = random.Random(1)
    found = judge([told(learnt=chance.choice("aaab")) for _ in range(400)])

    assert found.threshold is None
    assert found.decided == 0


def test_it_decides_from_where_it_is_right() -> None:
    sure, unsure = [told(sure=0.9)] * 100, [told(sure=0.6, learnt="c")] * 100

    assert find_threshold([*sure, *unsure]) == pytest.approx(0.61)


def test_who_agrees_with_what_is_usual_gains_nothing_and_is_not_better() -> None:
    found = judge([told(truth="b", learnt="b")] * 400)

    assert found.decided_right == found.decided == 200
    assert (found.gained, found.is_better) == (0, False)


def test_a_threshold_that_does_not_hold_on_newer_tickets_is_not_better() -> None:
    older, newer = [told()] * 200, [told(learnt="c")] * 200

    assert not judge([*older, *newer]).is_better


def test_a_few_tickets_prove_nothing() -> None:
    assert not judge([told()] * 30).is_better
    assert not judge([]).is_better


def test_bounds_are_those_of_the_books() -> None:
    assert at_worst(95, 100) == pytest.approx(0.901, abs=0.002)
    assert by_chance(5, 0) == pytest.approx(1 / 32)
    assert by_chance(0, 0) == 1


def test_figures_count_gains_and_losses() -> None:
    found = judged_at([told(), told(truth="b", learnt="a"), told(sure=0.2)], 0.9)

    assert (found.gained, found.lost, found.decided, found.right) == (1, 1, 2, 1)
