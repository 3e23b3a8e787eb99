"""A percentile is the nearest rank: the least value that so many of a hundred do not exceed."""

from math import isnan

import pytest

from runtime.bench.journey import percentile

HUNDRED = [float(nth) for nth in range(100, 0, -1)]


@pytest.mark.parametrize(
    ("values", "percent", "is_"),
    [
        (HUNDRED, 99, 99.0),
        (HUNDRED, 50, 50.0),
        (HUNDRED, 100, 100.0),
        ([*HUNDRED, 101.0], 99, 100.0),
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([3.0, 1.0, 2.0], 99, 3.0),
        ([1.26], 99, 1.3),
        ([1.0, 2.0], 0, 1.0),
    ],
)
def test_the_nearest_rank_is_told(values: list[float], percent: float, is_: float) -> None:
    assert percentile(values, percent) == is_


def test_of_nothing_nothing_is_told() -> None:
    assert isnan(percentile([], 99))
