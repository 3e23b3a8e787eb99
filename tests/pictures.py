"""Pictures for tests, as a canvas of a browser writes them."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def square(side: int = 128, *, channels: int = 4, filter_kind: int = 0, more: bytes = b"", shade: int = 7) -> bytes:
    """Return a square picture; every row has the same filter. more: chunks before the pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, {3: 2, 4: 6}[channels], 0, 0, 0)
    row = bytes([filter_kind]) + bytes(shade * (at % 5) % 256 for at in range(side * channels))
    body = chunk(b"IDAT", zlib.compress(row * side))
    return SIGNATURE + chunk(b"IHDR", head) + more + body + chunk(b"IEND", b"")
