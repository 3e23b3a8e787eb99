"""Times as rows keep them, made from milliseconds since 1970."""

from datetime import UTC, datetime
from typing import Final

DAY_MS: Final = 86_400_000


class Times:
    """Writes times as text, a day's date once."""

    def __init__(self) -> None:
        self._days: dict[int, str] = {}

    def text(self, ms: int) -> str:
        """Return a time as SQLite keeps it, which PostgreSQL reads as UTC."""
        day, rest = divmod(ms, DAY_MS)
        date = self._days.get(day)
        if date is None:
            date = self._days[day] = f"{datetime.fromtimestamp(day * 86_400, UTC):%Y-%m-%d}"
        s, ms = divmod(rest, 1000)
        return f"{date} {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.{ms:03}000"

    def maybe(self, ms: int | None) -> str | None:
        """Return the same, None for None."""
        return None if ms is None else self.text(ms)


def moment(ms: int) -> datetime:
    """Return an aware time."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def iso(ms: int) -> str:
    """Return a time as events tell it: ISO 8601, UTC, milliseconds."""
    return moment(ms).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"
