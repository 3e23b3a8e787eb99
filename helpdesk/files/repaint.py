"""A small PNG painted anew from its pixels: whatever else was in the file is left behind. Pure."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from helpdesk.errors import Invalid

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_BYTES: Final = 200_000
_CHANNELS: Final = {2: 3, 6: 4}  # true colour without and with transparency (PNG, 11.2.2)


def repainted(data: bytes, *, side: int) -> bytes:
    """Return a square picture of this many pixels as a new PNG; Invalid when it is anything else.

    Taken is what a canvas writes: eight bits, true colour, not interlaced. Nothing is unpacked beyond what that has.
    """
    if len(data) > MAX_BYTES or not data.startswith(SIGNATURE):
        raise _refused()
    try:
        channels, packed = _read(data, side)
        rows = _unpacked(packed, (side * channels + 1) * side)
        plain = b"".join(b"\0" + row for row in _pixels(rows, side * channels, channels))
    except (ValueError, IndexError, struct.error, zlib.error):
        raise _refused() from None
    head = struct.pack(">IIBBBBB", side, side, 8, 2 if channels == 3 else 6, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(plain, 9)) + _chunk(b"IEND", b"")


def _read(data: bytes, side: int) -> tuple[int, bytes]:
    """Return how many bytes a pixel has, and the packed rows."""
    packed, channels, at = bytearray(), 0, len(SIGNATURE)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(kind + body) != crc:
            raise ValueError(kind)
        if kind == b"IHDR":
            width, height, depth, color, *rest = struct.unpack(">IIBBBBB", body)
            if (width, height, depth, rest) != (side, side, 8, [0, 0, 0]) or color not in _CHANNELS:
                raise ValueError(body)
            channels = _CHANNELS[color]
        elif kind == b"IDAT":
            packed += body
        elif kind == b"IEND":
            break
        at += 12 + length
    if not channels:
        raise ValueError("no head")
    return channels, bytes(packed)


def _unpacked(packed: bytes, size: int) -> bytes:
    stream = zlib.decompressobj()
    rows = stream.decompress(packed, size)
    if len(rows) != size:
        raise ValueError("too little")
    return rows


def _pixels(rows: bytes, stride: int, channels: int) -> Iterator[bytes]:
    """Yield the rows without their filters (PNG, 9.2)."""
    above = bytearray(stride)
    for start in range(0, len(rows), stride + 1):
        row = bytearray(rows[start + 1 : start + 1 + stride])
        _unfilter(rows[start], row, above, channels)
        yield bytes(row)
        above = row


def _unfilter(kind: int, row: bytearray, above: bytearray, channels: int) -> None:
    if kind not in range(5):
        raise ValueError(kind)
    for at in range(len(row)):
        left = row[at - channels] if at >= channels else 0
        corner = above[at - channels] if at >= channels else 0
        row[at] = (row[at] + _guess(kind, left, above[at], corner)) & 255


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    match kind:
        case 0:
            return 0
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
    nearest = left + up - corner
    far_left, far_up, far_corner = abs(nearest - left), abs(nearest - up), abs(nearest - corner)
    if far_left <= far_up and far_left <= far_corner:
        return left
    return up if far_up <= far_corner else corner


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _refused() -> Invalid:
    return Invalid("This is no picture that can be shown.", png="unreadable")
