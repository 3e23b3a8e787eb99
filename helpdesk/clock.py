"""The desk's only clock, replaceable in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_fixed: list[datetime] = []


def now() -> datetime:
    """Return the current time, aware, in UTC."""
    return _fixed[-1] if _fixed else datetime.now(UTC)


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` (aware) for the whole process; for tests."""
    _fixed.append(at)
    try:
        yield
    finally:
        _fixed.pop()
