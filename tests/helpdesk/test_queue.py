"""Signals between the parts, through a real Redis."""

from collections.abc import Iterator

import pytest

from helpdesk import queue


@pytest.fixture(autouse=True)
def connected(redis_url: str) -> Iterator[None]:
    queue.connect(redis_url)
    yield
    queue.disconnect()


def signal_and_fail() -> None:
    with queue.signals_held():
        queue.signal("relay")
        raise ZeroDivisionError


def test_a_signal_wakes_who_waits_later() -> None:
    queue.signal("relay")

    assert queue.wait("relay", 1.0)


def test_signals_that_are_held_come_once_and_at_the_end() -> None:
    with queue.signals_held():
        queue.signal("relay")
        queue.signal("relay")
        assert not queue.wait("relay", 0.1)

    assert queue.wait("relay", 1.0)
    assert not queue.wait("relay", 0.1)


def test_what_fails_meanwhile_drops_no_signal() -> None:
    with pytest.raises(ZeroDivisionError):
        signal_and_fail()

    assert queue.wait("relay", 1.0)
