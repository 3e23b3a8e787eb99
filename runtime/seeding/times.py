"""Times as rows keep them, made from milliseconds since 1970."""

from datetime import UTC, datetime
from typing import Final

DAY_MS: Final = 86_400_000
MINUTE_MS: Final = 60_000
_SECONDS: Final = [f"{ms // 1000:02}.{ms % 1000:03}000" for ms in range(MINUTE_MS)]


class Times:
    """Writes times as text, each minute's beginning once."""

    def __init__(self) -> None:
        self._minutes: dict[int, str] = {}

    def text(self, ms: int) -> str:
        """Return a time as SQLite keeps it, which PostgreSQL reads as UTC."""
        minute, rest = divmod(ms, MINUTE_MS)
        begin = self._minutes.get(minute)
        if begin is None:
            begin = self._minutes[minute] = f"{datetime.fromtimestamp(minute * 60, UTC):%Y-%m-%d %H:%M:}"
        return begin + _SECONDS[rest]

    def maybe(self, ms: int | None) -> str | None:
        """Return the same, None for None."""
        return None if ms is None else self.text(ms)


def moment(ms: int) -> datetime:
    """Return an aware time."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def iso(ms: int) -> str:
    """Return a time as events tell it: ISO 8601, UTC, milliseconds."""
    return moment(ms).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"
