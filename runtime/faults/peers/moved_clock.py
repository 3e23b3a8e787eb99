"""A desk's clock that somebody sets wrong: its processes read by how much from a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]


class MovedClock:
    """The clock of one desk; `folder` holds by how much it is wrong."""

    def __init__(self, folder: Path) -> None:
        self.shift_s = 0.0
        self._file = folder / "shift"
        self.shift(0.0)

    @property
    def environ(self) -> Mapping[str, str]:
        """Settings of a desk that goes by this clock."""
        path = f"{ROOT / 'runtime/faults/jumping_clock'}:{ROOT}"
        return {"PYTHONPATH": path, "HELPDESK_FAULTS_CLOCK": str(self._file)}

    def shift(self, seconds: float) -> None:
        """Have it go wrong by so many seconds from now on."""
        self.shift_s = seconds
        part = self._file.with_suffix(".part")
        part.write_text(str(seconds))
        part.replace(self._file)
