"""Pictures that phones read, as one path of an SVG."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from helpdesk.late import Late

if TYPE_CHECKING:
    import segno
else:
    segno = Late("segno")

QUIET: Final = 4  # empty modules around, ISO/IEC 18004


@dataclass(frozen=True, slots=True)
class Drawing:
    """A path of dark modules, in a square of `side` modules with its quiet zone."""

    path: str
    side: int


def draw(text: str) -> Drawing:
    """Return the picture of a text."""
    code = segno.make_qr(text, error="m")
    rows = [_row(row, y + QUIET) for y, row in enumerate(code.matrix)]
    return Drawing("".join(rows), len(code.matrix) + 2 * QUIET)


def _row(row: bytearray, y: int) -> str:
    found, x = "", QUIET
    for is_dark, run in groupby(row):
        width = len(list(run))
        found += f"M{x} {y}h{width}v1h-{width}z" if is_dark else ""
        x += width
    return found
