"""BinHex 4.0 (RFC 1741): a Macintosh file as text."""

import binascii
import re
from dataclasses import dataclass

_BODY = re.compile(rb"(?:^|[\r\n]):([^:]{8,}):")
_ALPHABET = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TO_BASE64 = bytes.maketrans(_ALPHABET, _BASE64)
_NOT_BINHEX = bytes(set(range(256)) - set(_ALPHABET))
# Runs can make much of little.
_MAX_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MacFile:
    """The name and the data fork of a file."""

    name: bytes
    data: bytes


def read_binhex(text: bytes) -> MacFile | None:
    """Return the file that a BinHex text holds, None when it holds none or is cut off."""
    found = _BODY.search(text)
    if found is None:
        return None
    packed = _decoded(found[1])
    if len(packed) > _MAX_BYTES:
        return None
    data = _unpacked(packed)
    if not data or len(data) < data[0] + 22:
        return None
    start = data[0] + 2 + 10
    size = int.from_bytes(data[start : start + 4])
    content = data[start + 10 : start + 10 + size]
    return MacFile(data[1 : 1 + data[0]], content) if len(content) == size else None


def _decoded(text: bytes) -> bytes:
    sixes = text.translate(None, _NOT_BINHEX).translate(_TO_BASE64)
    whole = sixes + b"A" * (-len(sixes) % 4)
    return binascii.a2b_base64(whole)


def _unpacked(packed: bytes) -> bytes:
    """Return the bytes with their runs written out: 90 and a count repeat the byte before them, 90 and 0 are a 90."""
    if b"\x90" not in packed:
        return packed
    found = bytearray()
    position = 0
    while (mark := packed.find(b"\x90", position)) >= 0 and len(found) < _MAX_BYTES:
        found += packed[position:mark]
        count = packed[mark + 1] if mark + 1 < len(packed) else 0
        if not count:
            found.append(0x90)
        elif found:
            found += found[-1:] * (count - 1)
        position = mark + 2
    return bytes(found + packed[position:])
