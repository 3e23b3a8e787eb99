"""Remembers what a step was done for, so that it is done again only when that changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def digest(files: Iterable[Path], *, facts: Iterable[str] = ()) -> str:
    """Return one hash over the names and contents of the files and over the facts; a missing file counts as such."""
    found = hashlib.sha256()
    for fact in facts:
        found.update(fact.encode() + b"\0")
    for file in files:
        content = hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b"missing"
        found.update(str(file).encode() + b"\0" + content)
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Stamp:
    """`path` lies inside what the step makes, so that removing the one removes the other."""

    path: Path
    wanted: str

    def is_fresh(self) -> bool:
        """Say whether the step was finished for exactly what is wanted now."""
        try:
            return self.path.read_text() == self.wanted
        except (FileNotFoundError, NotADirectoryError):
            return False

    def leave(self) -> None:
        """Say that the step is finished."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.wanted)

    def remove(self) -> None:
        """Say that the step has begun, so that one cut short is done again."""
        self.path.unlink(missing_ok=True)
