"""What is known of backups: when the last one was made, who wants one now, and how those that make them are doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Setting

KEY: Final = "backup.last"
ASKED: Final = "backup.asked"
STATE: Final = "backup.state"
OVERDUE_AFTER: Final = 2.0  # times the pause between two
PATIENCE: Final = timedelta(hours=1)  # a wish nobody has heard by then is none any more
WORDS_CHARS: Final = 300


class BackupState(StrEnum):
    """How whoever makes the backups is doing."""

    NO_KEY = "no_key"
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class KnownBackups:
    """size in bytes and seconds: of the last one. asked_at: None once it was begun. words: why the last try failed."""

    last_at: datetime | None = None
    size: int | None = None
    seconds: float | None = None
    asked_at: datetime | None = None
    state: BackupState | None = None
    words: str = ""


def known_backups(session: Session) -> KnownBackups:
    """Return all of it."""
    last, asked, state = (_value(session, key) for key in (KEY, ASKED, STATE))
    return KnownBackups(
        _moment(last), last.get("size"), last.get("seconds"), _moment(asked), _state(state), state.get("words", "")
    )


def note_backup(session: Session, *, size: int, seconds: float) -> None:
    """Write down that a whole backup of so many bytes was made now."""
    _keep(session, KEY, {"size": size, "seconds": round(seconds, 1)})


def note_state(session: Session, state: BackupState, words: str = "") -> None:
    """Write down how whoever makes the backups is doing; a wish is fulfilled once one has begun."""
    _keep(session, STATE, {"state": state.value, "words": words[-WORDS_CHARS:]})
    if state is BackupState.RUNNING and (asked := session.get(Setting, ASKED)) is not None:
        session.delete(asked)


def ask(session: Session) -> None:
    """Write down that somebody wants a backup now."""
    _keep(session, ASKED, {})


def is_wanted(known: KnownBackups) -> bool:
    """Say whether somebody asked for one a short while ago that nobody has begun."""
    return known.asked_at is not None and abs(clock.now() - known.asked_at) < PATIENCE


def last_backup_at(session: Session) -> datetime | None:
    """Return when the last whole backup was made, None before the first."""
    return _moment(_value(session, KEY))


def _keep(session: Session, key: str, value: dict[str, Any]) -> None:  # JSON
    now = clock.now()
    session.merge(Setting(key=key, value={"at": now.isoformat(), **value}, updated_at=now))


def _value(session: Session, key: str) -> dict[str, Any]:  # as it was kept
    row = session.get(Setting, key)
    return {} if row is None else row.value


def _moment(value: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(value["at"]) if value else None


def _state(value: dict[str, Any]) -> BackupState | None:
    return BackupState(value["state"]) if value else None
