"""Where the audit log ended at each backup: kept beside the backups, out of reach of who can write the database alone."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

NAME: Final = "audit-ends"
BEFORE_RESTORE: Final = ".before-restore"


@dataclass(frozen=True, slots=True)
class End:
    """The last entry of the log at some moment."""

    id: int
    hash: str


def note_end(folder: Path, end: End) -> None:
    """Add a line."""
    descriptor = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(f"{end.id} {end.hash}\n")


def noted_ends(folder: Path) -> list[End]:
    """Return all that were noted, oldest first; a line that was cut short counts for nothing."""
    path = folder / NAME
    lines = path.read_text().splitlines() if path.exists() else []
    words = [line.split() for line in lines]
    return [End(int(word[0]), word[1]) for word in words if len(word) == 2 and word[0].isdigit()]


def begin_anew(folder: Path) -> None:
    """Put the lines aside: what follows a restore is another log."""
    path = folder / NAME
    if path.exists():
        path.replace(path.with_name(NAME + BEFORE_RESTORE))
