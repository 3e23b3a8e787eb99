"""The bytes of raw things as they came: in the row, compressed, or beside the files."""

import zlib

from helpdesk import storage

LEVEL = 3
IMPORTED = "import"  # the peer of old things that are taken over: they wait until nothing new does


def packed(data: bytes) -> bytes:
    """Return bytes as a row keeps them."""
    return zlib.compress(data, LEVEL)


def unpacked(raw: bytes | None, blob: str | None) -> bytes:
    """Return the bytes of a raw thing, b"" when it has none; OSError or zlib.error when they are damaged or gone."""
    if raw is not None:
        return zlib.decompress(raw)
    return storage.read(blob) if blob else b""
