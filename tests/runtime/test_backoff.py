"""Pauses before a restart."""

from runtime.backoff import Backoff


def test_pauses_double_up_to_ten_seconds() -> None:
    backoff = Backoff()

    pauses = [backoff.pause_after(0.0) for _ in range(8)]

    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]


def test_thirty_healthy_seconds_make_the_pause_short_again() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.pause_after(1.0)

    assert backoff.pause_after(30.0) == 0.2
