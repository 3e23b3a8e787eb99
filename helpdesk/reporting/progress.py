"""How far the facts of reports are."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Setting

PROGRESS: Final = "report_facts"  # a setting


@dataclass(frozen=True, slots=True)
class Progress:
    """position: all events up to it are in the facts. edition: by which definitions and hours they are made.

    rebuilt_to: while everything is made again, the last ticket that has been; None when all are. changed_at: ISO 8601.
    """

    position: int = 0
    edition: str = ""
    rebuilt_to: int | None = 0
    changed_at: str = ""


def progress(session: Session) -> Progress | None:
    """Return how far the facts are, None on a desk that never made any."""
    kept = session.scalar(select(Setting.value).where(Setting.key == PROGRESS))
    return None if kept is None else Progress(**kept)
