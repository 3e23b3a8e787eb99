"""A loop that one process runs at a time."""

from datetime import timedelta

import pytest

from helpdesk import clock, leases
from helpdesk.leases import Fence
from runtime import leased
from runtime.leased import LeasedLoop
from runtime.lifeline import Lifeline

pytestmark = pytest.mark.usefixtures("config")


class Work:
    """Counts its turns and raises where it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.epochs: list[int] = []

    def __call__(self, fence: Fence) -> None:
        self.epochs.append(fence.epoch)
        if self.failures:
            raise self.failures.pop()


def test_a_failing_turn_is_counted_and_followed_by_the_next() -> None:
    work = Work(ValueError("one bad turn"))
    loop = _loop(work)

    loop.turn()
    loop.turn()

    assert len(work.epochs) == 2
    assert loop.failures == 1


def test_a_second_owner_does_not_work_while_the_first_holds_the_lease() -> None:
    first, second = Work(), Work()
    _loop(first, owner="one").turn()

    _loop(second, owner="two").turn()

    assert (len(first.epochs), len(second.epochs)) == (1, 0)


def test_a_loop_that_left_lets_the_next_owner_in_at_once() -> None:
    second = Work()
    loop = _loop(Work(), owner="one")
    loop.turn()

    loop.leave()
    _loop(second, owner="two").turn()

    assert len(second.epochs) == 1


def test_a_restarted_owner_retakes_its_lease_with_a_higher_epoch() -> None:
    before, after = Work(), Work()
    _loop(before).turn()

    _loop(after).turn()

    assert after.epochs[0] > before.epochs[0]


def test_a_lease_taken_before_the_clock_was_set_back_is_free_unless_two_clocks_may_differ_as_much() -> None:
    for seconds, epochs in ((leases.SKEW_S - 1, []), (leases.SKEW_S + 2 * leases.TTL_S, [2])):
        work, name = Work(), f"relay {seconds}"
        with clock.fixed(clock.now() + timedelta(seconds=seconds)):
            leases.acquire(name, "one")

        _loop(work, owner="two", name=name).turn()

        assert work.epochs == epochs


def test_an_owner_that_was_fenced_takes_the_lease_anew_before_it_works_again() -> None:
    work = Work(leases.Fenced())
    loop = _loop(work)

    loop.turn()
    loop.turn()

    assert work.epochs[1] > work.epochs[0]


def test_a_lease_is_kept_in_the_middle_of_a_long_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leased, "RENEW_EVERY_S", 0.0)
    work, second = Work(), Work()
    loop = _loop(work, owner="one")
    loop.turn()

    with clock.fixed(clock.now() + timedelta(seconds=leases.TTL_S - 1)):
        loop.keep()
    with clock.fixed(clock.now() + timedelta(seconds=leases.TTL_S + 1)):
        _loop(second, owner="two").turn()

    assert second.epochs == []


def test_who_was_overtaken_in_the_middle_of_a_long_turn_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leased, "RENEW_EVERY_S", 0.0)
    loop = _loop(Work(), owner="one")
    loop.turn()
    with clock.fixed(clock.now() + timedelta(seconds=leases.TTL_S + 1)):
        _loop(Work(), owner="two").turn()

    with pytest.raises(leases.Fenced):
        loop.keep()


def _loop(work: Work, *, owner: str = "one", name: str = "relay") -> LeasedLoop:
    return LeasedLoop(_Hurried(), work, name=name, owner=owner)


class _Hurried(Lifeline):
    def wait(self, timeout_s: float) -> bool:
        return self.stopping
