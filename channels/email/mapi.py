"""Lists of MAPI properties as they stand in a winmail.dat (MS-OXTNEF, 2.1.3.4)."""

from channels.email.charsets import decode

_SIZES = {
    0x0002: 2,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 2,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_STRING, _UNICODE, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_MULTIPLE = 0x1000
_MOST_PROPERTIES, _MOST_VALUES = 5_000, 10_000


class _Cursor:
    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.take(size), "little")

    def take(self, size: int) -> bytes:
        if self.at + size > len(self.data):
            raise EOFError
        self.at += size
        return self.data[self.at - size : self.at]

    def padded(self, size: int) -> bytes:
        found = self.take(size)
        self.at += -size % 4
        return found


def read_properties(data: bytes, codec: str) -> dict[int, bytes | str]:
    """Return the values by property id, as many as can be read; texts as str, all else as bytes."""
    cursor = _Cursor(data)
    found: dict[int, bytes | str] = {}
    try:
        for _ in range(min(cursor.number(), _MOST_PROPERTIES)):
            kind, name = cursor.number(2), cursor.number(2)
            if name >= 0x8000:
                _skip_name(cursor)
            value = _value(cursor, kind, codec)
            if value is not None:
                found.setdefault(name, value)
    except EOFError:
        return found
    return found


def _skip_name(cursor: _Cursor) -> None:
    cursor.take(16)
    if cursor.number() == 0:
        cursor.take(4)
    else:
        cursor.padded(cursor.number())


def _value(cursor: _Cursor, kind: int, codec: str) -> bytes | str | None:
    is_multiple, kind = bool(kind & _MULTIPLE), kind & ~_MULTIPLE
    is_sized = kind in (_STRING, _UNICODE, _BINARY, _OBJECT)
    if not is_sized and kind not in _SIZES:
        raise EOFError
    count = cursor.number() if is_multiple or is_sized else 1
    first: bytes | None = None
    for _ in range(min(count, _MOST_VALUES)):
        value = cursor.padded(cursor.number()) if is_sized else cursor.padded(_SIZES[kind])
        first = value if first is None else first
    if first is None:
        return None
    if kind == _UNICODE:
        return first.decode("utf-16-le", "replace").rstrip("\0")
    return decode(first.rstrip(b"\0"), codec) if kind == _STRING else first
