"""What runs in the process that makes pictures small: within limits, since what decodes them is written in C.

Imports nothing of the desk but sizes: started by `helpdesk.files.shrinking` with an empty environment. It ends when
nothing was asked for a minute, or when whoever asks is gone.
"""

import io
import os
import resource
import select
import struct
import sys
import time
from typing import BinaryIO, Final

from PIL import Image, ImageDraw, ImageOps

from helpdesk.files.images import MAX_PIXELS

REQUEST: Final = struct.Struct(">II")  # bytes of the path, longest side in pixels
ANSWER: Final = struct.Struct(">cI")  # what came of it, bytes of the copy
MADE: Final = b"+"
REFUSED: Final = b"-"
FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
QUALITY: Final = 78
CPU_S: Final = 10
MEMORY_BYTES: Final = 512 << 20
IDLE_S: Final = 60.0
NICE: Final = 5


def main() -> None:
    """Answer requests on standard input until it ends."""
    os.nice(NICE)
    if sys.platform == "linux":
        _set(resource.RLIMIT_AS, _address_space() + MEMORY_BYTES)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (asked := _request(requests)) is not None:
        _set(resource.RLIMIT_CPU, int(time.process_time()) + CPU_S)
        kind, data = _answer_to(*asked)
        answers.write(ANSWER.pack(kind, len(data)) + data)
        answers.flush()


def shrunk(path: str, *, side: int) -> bytes:
    """Return a still copy as WebP, its longest side at most `side`, upright, with nothing of the file but its pixels.

    A moving picture is known by a mark in its corner. Raises what Pillow raises; ValueError beyond 40 million pixels.
    """
    with Image.open(path, formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        moves = bool(getattr(picture, "is_animated", False))
        picture.seek(0)
        picture.draft("RGB", (side, side))
        orientation = picture.getexif().get(0x0112, 1)
        still = _plain(picture)
        still.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        still.getexif()[0x0112] = orientation
        still = ImageOps.exif_transpose(still)
    if moves:
        _mark(still)
    copy = Image.new(still.mode, still.size)
    copy.paste(still)
    made = io.BytesIO()
    copy.save(made, "WEBP", quality=QUALITY, method=4)
    return made.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _mark(still: Image.Image) -> None:
    """Draw the sign of a film, large enough to be seen on whatever is below."""
    size = max(12, min(still.size) // 5)
    left, top = size // 4, still.height - size - size // 4
    pen = ImageDraw.Draw(still)
    pen.ellipse(
        (left, top, left + size, top + size), fill=(16, 16, 16), outline=(255, 255, 255), width=max(1, size // 16)
    )
    third = size / 3
    corners = [
        (left + third * 1.1, top + third * 0.8),
        (left + third * 1.1, top + third * 2.2),
        (left + third * 2.25, top + third * 1.5),
    ]
    pen.polygon(corners, fill=(255, 255, 255))


def _answer_to(path: str, side: int) -> tuple[bytes, bytes]:
    try:
        return MADE, shrunk(path, side=side)
    except Exception:
        return REFUSED, b""


def _request(source: BinaryIO) -> tuple[str, int] | None:
    if not select.select([source], [], [], IDLE_S)[0]:
        return None
    head = source.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return None
    length, side = REQUEST.unpack(head)
    return source.read(length).decode(), side


def _set(which: int, soft: int) -> None:
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _address_space() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
