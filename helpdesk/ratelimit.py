"""How often something may be tried: counted in Redis, in this process's memory while Redis is away."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from redis import ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from helpdesk import queue
from helpdesk.errors import TooMany

log = logging.getLogger(__name__)

REDIS_TIMEOUT_S: Final = 0.3
REDIS_PAUSE_S: Final = 5.0
MAX_KEYS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` tries in a window of `per_s` seconds that begins with the first.

    is_local: each process counts for itself, which costs no network; for limits that only stop a runaway.
    """

    name: str
    times: int
    per_s: int
    is_local: bool = False


SIGN_IN: Final = Limit("sign_in", 10, 600)  # per account and address
SIGN_IN_ADDRESS: Final = Limit("sign_in_address", 50, 600)
SIGN_IN_ACCOUNT: Final = Limit("sign_in_account", 100, 3600)  # from addresses it never signed in from
SECOND_FACTOR: Final = Limit("second_factor", 10, 600)  # codes, per account and address
SECOND_FACTOR_ACCOUNT: Final = Limit("second_factor_account", 20, 3600)  # from addresses it never signed in from
SIGN_ON: Final = Limit("sign_on", 60, 600)  # ways to the provider and back, per address
LINK_GUESS: Final = Limit("link_guess", 20, 600)  # wrong set-up, invitation or other link tokens, per address
RESET: Final = Limit("password_reset", 10, 3600)  # links asked for, per address
PASSWORD_CHANGE: Final = Limit("password_change", 10, 600)  # and wherever else it is asked again, per agent
PICTURE: Final = Limit("picture", 20, 600)  # per agent
PUSH_DEVICE: Final = Limit("push_device", 30, 600)  # per agent
API: Final = Limit("api", 1200, 60, is_local=True)  # per session
UPLOAD: Final = Limit("upload", 120, 600)
REPORTS: Final = Limit("reports", 60, 60, is_local=True)  # per address


class _Memory:
    """Counters of this process: key -> (tries, end of the window)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}

    def add(self, key: str, amount: int, *, per_s: int) -> tuple[int, float]:
        now = time.monotonic()
        with self._lock:
            count, ends = self._counts.get(key, (0, now + per_s))
            if ends <= now:
                count, ends = 0, now + per_s
            self._counts[key] = (max(count + amount, 0), ends)
            if len(self._counts) > MAX_KEYS:
                self._counts = {key: entry for key, entry in self._counts.items() if entry[1] > now}
            return count + amount, ends - now

    def __len__(self) -> int:
        return len(self._counts)

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()


_memory = _Memory()
_redis: Redis | None = None
_redis_of: Redis | None = None
_paused_until = 0.0


def spend(limit: Limit, key: str) -> None:
    """Count one try; TooMany, saying how long to wait, when there were too many."""
    count, left_s = _add(limit, key, 1)
    if count > limit.times:
        raise TooMany(retry_after_s=max(1, round(left_s)))


def spend_all(tries: Sequence[tuple[Limit, str]]) -> list[TooMany | None]:
    """Count many tries, each counted in Redis, in one exchange with it; return for each what `spend` would raise."""
    global _paused_until
    amounts = Counter(tries)
    redis = None if time.monotonic() < _paused_until else _connection()
    counted: dict[tuple[Limit, str], tuple[int, float]] | None = None
    if redis is not None:
        try:
            counted = _add_all_in_redis(redis, amounts)
        except RedisError as error:
            _paused_until = time.monotonic() + REDIS_PAUSE_S
            log.warning("limits are counted in memory: %s", type(error).__name__)
    if counted is None:
        counted = {
            (limit, key): _memory.add(_full(limit, key), n, per_s=limit.per_s) for (limit, key), n in amounts.items()
        }
    return [_verdict(one, counted, amounts) for one in tries]


def check(limit: Limit, key: str) -> None:
    """Raise TooMany when the next try would be one too many; count nothing."""
    count, left_s = _add(limit, key, 0)
    if count >= limit.times:
        raise TooMany(retry_after_s=max(1, round(left_s)))


def give_back(limit: Limit, key: str) -> None:
    """Take one try back: it was a good one."""
    _add(limit, key, -1)


def counted_in_memory() -> int:
    """Return how many keys this process counts itself."""
    return len(_memory)


def forget_all() -> None:
    """Start counting anew in this process; for tests."""
    _memory.clear()


def _add(limit: Limit, key: str, amount: int) -> tuple[int, float]:
    global _paused_until
    full = _full(limit, key)
    redis = None if limit.is_local or time.monotonic() < _paused_until else _connection()
    if redis is not None:
        try:
            return _add_in_redis(redis, full, amount, per_s=limit.per_s)
        except RedisError as error:
            _paused_until = time.monotonic() + REDIS_PAUSE_S
            log.warning("limits are counted in memory: %s", type(error).__name__)
    return _memory.add(full, amount, per_s=limit.per_s)


def _add_in_redis(redis: Redis, key: str, amount: int, *, per_s: int) -> tuple[int, float]:
    with redis.pipeline(transaction=True) as pipe:
        pipe.incrby(key, amount)
        pipe.expire(key, per_s, nx=True)
        pipe.pttl(key)
        count, _, left_ms = pipe.execute()
    return int(count), max(int(left_ms), 0) / 1000


def _add_all_in_redis(redis: Redis, amounts: Counter[tuple[Limit, str]]) -> dict[tuple[Limit, str], tuple[int, float]]:
    with redis.pipeline(transaction=False) as pipe:
        for (limit, key), amount in amounts.items():
            pipe.incrby(_full(limit, key), amount)
            pipe.expire(_full(limit, key), limit.per_s, nx=True)
        counts = dict(zip(amounts, map(int, pipe.execute()[::2]), strict=True))
        over = [one for one, count in counts.items() if count > one[0].times]
        for limit, key in over:
            pipe.pttl(_full(limit, key))
        left_ms = dict(zip(over, pipe.execute() if over else (), strict=True))
    return {one: (count, max(int(left_ms.get(one, 0)), 0) / 1000) for one, count in counts.items()}


def _verdict(
    one: tuple[Limit, str], counted: dict[tuple[Limit, str], tuple[int, float]], left: Counter[tuple[Limit, str]]
) -> TooMany | None:
    """Judge one try of those that were counted together, the first of them first."""
    left[one] -= 1
    count, left_s = counted[one]
    return TooMany(retry_after_s=max(1, round(left_s))) if count - left[one] > one[0].times else None


def _full(limit: Limit, key: str) -> str:
    return f"helpdesk:limit:{limit.name}:{key}"


def _connection() -> Redis | None:
    """A connection that never waits long: the desk's own one waits 5 s, which a sign-in must not."""
    global _redis, _redis_of
    shared = queue.redis()
    if shared is not _redis_of:
        _redis, _redis_of = None if shared is None else _impatient(shared.connection_pool), shared
    return _redis


def _impatient(pool: ConnectionPool) -> Redis:
    settings = dict(pool.connection_kwargs)
    settings.update(socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S)
    settings.update(retry=Retry(NoBackoff(), 0))
    return Redis(connection_pool=ConnectionPool(connection_class=pool.connection_class, **settings))
