"""How large a picture is, read from the first bytes of the file; nothing is decoded."""

from typing import Final, Literal

MAX_PIXELS: Final = 40_000_000  # a browser needs four bytes of memory for each
MAX_SIDE: Final = 2**31 - 1  # what a column holds
ORIENTATION: Final = 0x0112
FIRST_TURNED: Final = 5
MAX_ENTRIES: Final = 200
# Start-of-frame markers of JPEG that carry the size (ITU T.81, table B.1).
_frames = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def size_of(head: bytes, media_type: str) -> tuple[int, int] | None:
    """Return width and height in pixels; None when the head does not say."""
    reader = {"image/png": _png, "image/gif": _gif, "image/jpeg": _jpeg, "image/webp": _webp}.get(media_type)
    try:
        size = reader(head) if reader else None
    except IndexError:
        return None
    return size if size is not None and min(size) > 0 and max(size) <= MAX_SIDE else None


def _png(head: bytes) -> tuple[int, int] | None:
    if len(head) < 24 or head[12:16] != b"IHDR":
        return None
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def _gif(head: bytes) -> tuple[int, int] | None:
    if len(head) < 10:
        return None
    return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")


def _jpeg(head: bytes) -> tuple[int, int] | None:
    """Return the size as it is seen: a camera held upright says so, and its picture is turned by whoever shows it."""
    at, is_turned = 2, False
    while at + 9 < len(head):
        if head[at] != 0xFF:
            return None
        marker, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4])
        if marker in _frames:
            width, height = int.from_bytes(head[at + 7 : at + 9]), int.from_bytes(head[at + 5 : at + 7])
            return (height, width) if is_turned else (width, height)
        if marker == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            is_turned = _orientation(head[at + 10 : at + 2 + length]) >= FIRST_TURNED
        at += 1 if marker == 0xFF else 2 + max(length, 2)
    return None


def _orientation(exif: bytes) -> int:
    """Return how a picture lies (Exif 2.3, 4.6.4 A: 1 to 8, turned by a quarter from 5 on); 1 where nothing is said."""
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"
    first = int.from_bytes(exif[4:8], order)
    count = min(int.from_bytes(exif[first : first + 2], order), MAX_ENTRIES)
    for at in range(first + 2, first + 2 + 12 * count, 12):
        if int.from_bytes(exif[at : at + 2], order) == ORIENTATION:
            found = int.from_bytes(exif[at + 8 : at + 10], order)
            return found if found in range(1, 9) else 1
    return 1


def _webp(head: bytes) -> tuple[int, int] | None:
    if len(head) < 30:
        return None
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    return None
