"""Turns what pip prints, and what it does in silence, into words of progress."""

from collections.abc import Sequence
from pathlib import Path


class PipProgress:
    """Follows one `pip install` of so many packages into the environment `venv`."""

    def __init__(self, venv: Path, packages: int) -> None:
        self._venv = venv
        self._packages = packages
        self._seen = 0
        self._installed_before = len(installed(venv))
        self._is_unpacking = False

    def __call__(self, line: str) -> str | None:
        """Return where pip is after one more line of its output, or after a silent second."""
        if "Retrying" in line:
            return "the registry does not answer, trying again"
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            self._seen += 1
        if line.startswith("Installing collected packages"):
            self._is_unpacking, self._packages = True, line.count(",") + 1
        if self._is_unpacking:
            return f"{len(installed(self._venv)) - self._installed_before} of {self._packages} unpacked"
        return f"{self._seen} of {self._packages} fetched"


def installed(venv: Path) -> Sequence[Path]:
    """Return the folders in which the packages of an environment describe themselves."""
    return list(venv.glob("lib/python3.*/site-packages/*.dist-info"))
