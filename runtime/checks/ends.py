"""The audit log beside what was noted of it at each backup."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Audit
from runtime.backup.ends import NAME, End, noted_ends
from runtime.checks.finding import SHOWN, Finding

CHECK: Final = "audit log at backups"


def ends(session: Session, folder: Path) -> Iterator[Finding]:
    """Look for each entry that was the last one when a backup was made."""
    noted = set(noted_ends(folder))
    there = {End(*row) for row in session.execute(select(Audit.id, Audit.hash))} if noted else set()
    gone = sorted(end.id for end in noted - there)
    if gone:
        remedy = f"Somebody has removed rows or written them anew. Compare with the backups ({folder / NAME})."
        yield Finding(CHECK, "rows that a backup holds are not there or are others", remedy, len(gone), gone[:SHOWN])
