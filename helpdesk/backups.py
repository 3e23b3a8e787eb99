"""When the last backup was made: what alarms and metrics look at."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Setting

KEY: Final = "backup.last"
OVERDUE_AFTER: Final = 2.0  # times the pause between two


def note_backup(session: Session, *, size: int, seconds: float) -> None:
    """Write down that a whole backup of so many bytes was made now."""
    now = clock.now()
    value = {"at": now.isoformat(), "size": size, "seconds": round(seconds, 1)}
    session.merge(Setting(key=KEY, value=value, updated_at=now))


def last_backup_at(session: Session) -> datetime | None:
    """Return when the last whole backup was made, None before the first."""
    row = session.get(Setting, KEY)
    return None if row is None else datetime.fromisoformat(row.value["at"])
