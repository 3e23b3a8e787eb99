"""SQLite stores whatever comes; here it refuses, as PostgreSQL does, what is longer than its column says."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import String
from sqlalchemy.engine import Dialect


def refuse_what_is_too_long() -> None:
    """Have every column that says a length look at what it is given, in this process."""
    String.bind_processor = _bind_processor  # type: ignore[method-assign, assignment]


def _bind_processor(self: String, dialect: Dialect) -> Callable[[Any], Any] | None:
    length = self.length
    if length is None:
        return None

    def checked(value: Any) -> Any:  # whatever the statement was given
        if isinstance(value, str) and len(value) > length:
            raise ValueError(f"{len(value)} characters for a column of {length}: {value[:80]!r}")
        return value

    return checked
