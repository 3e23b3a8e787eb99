"""Limits hold with Redis, without it, and while it goes away."""

import pytest
from redis import Redis

from helpdesk import queue, ratelimit
from helpdesk.errors import TooMany
from helpdesk.ratelimit import Limit

THREE = Limit("three", 3, 60)


def tries(limit: Limit, key: str, times: int) -> int:
    """Try so often; return how many got through."""
    through = 0
    for _ in range(times):
        try:
            ratelimit.spend(limit, key)
        except TooMany:
            continue
        through += 1
    return through


@pytest.fixture(autouse=True)
def _fresh() -> None:
    queue.disconnect()
    ratelimit.forget_all()


def test_one_try_too_many_is_refused_and_says_how_long_to_wait() -> None:
    assert tries(THREE, "anna", 10) == 3

    with pytest.raises(TooMany) as refused:
        ratelimit.spend(THREE, "anna")
    assert 1 <= refused.value.retry_after_s <= 60


def test_keys_and_limits_are_counted_apart() -> None:
    tries(THREE, "anna", 10)

    assert tries(THREE, "boris", 1) == 1
    assert tries(Limit("other", 3, 60), "anna", 1) == 1


def test_a_good_try_given_back_does_not_count() -> None:
    for _ in range(20):
        ratelimit.spend(THREE, "anna")
        ratelimit.give_back(THREE, "anna")

    assert tries(THREE, "anna", 10) == 3


def test_looking_counts_nothing() -> None:
    for _ in range(20):
        ratelimit.check(THREE, "anna")
    tries(THREE, "anna", 3)

    with pytest.raises(TooMany):
        ratelimit.check(THREE, "anna")


def test_a_window_ends() -> None:
    limit = Limit("short", 1, 0)

    assert tries(limit, "anna", 5) == 5


def test_memory_stays_bounded_under_many_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "MAX_KEYS", 100)
    gone = Limit("gone", 1, 0)

    for number in range(1_000):
        tries(gone, str(number), 1)

    assert ratelimit.counted_in_memory() <= 101


def test_processes_share_what_redis_counts(redis_url: str) -> None:
    queue.connect(redis_url)
    tries(THREE, "anna", 2)
    ratelimit.forget_all()

    assert tries(THREE, "anna", 10) == 1
    assert 0 < Redis.from_url(redis_url).ttl("helpdesk:limit:three:anna") <= 60


def test_while_redis_is_away_limits_are_counted_in_memory_at_once() -> None:
    queue.connect("redis://127.0.0.1:1/0")

    assert tries(THREE, "anna", 10) == 3


def test_many_tries_counted_at_once_are_judged_one_by_one(redis_url: str) -> None:
    queue.connect(redis_url)
    tries(THREE, "dora", 1)

    verdicts = ratelimit.spend_all([(THREE, "dora"), (THREE, "vera"), (THREE, "dora"), (THREE, "dora")])

    assert [one is None for one in verdicts] == [True, True, True, False]
    assert verdicts[3] is not None
    assert 1 <= verdicts[3].retry_after_s <= 60
    assert tries(THREE, "vera", 10) == 2
