"""The headers of a mail or part: names in lower case, values unfolded and decoded on demand."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from channels.email.limits import MAX_HEADERS, MAX_VALUE_BYTES
from channels.email.mime.words import decode_value

_LINE = re.compile(rb"[^\r\n]*(?:\r{0,3}\n|\r|\Z)")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
# A field with its folded lines; possessive, so that a block that is not like this is given up at once.
FIELDS = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*([^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+)\r?(?:\n|\Z)")
WELL_FORMED = re.compile(rb"(?:[!-9;-~]{1,200}[ \t]*:[^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+\r?\n)++")
_FOLD = re.compile(rb"[ \t]*(?:\r{0,3}\n|\r)[ \t]*")


class Headers:
    """Header fields in their order; a name may occur more than once."""

    __slots__ = ("_decoded", "_raw", "charset")

    def __init__(self, raw: dict[str, list[bytes]], *, charset: str = "") -> None:
        """charset: what raw 8-bit values are in when they are not UTF-8, "" to guess."""
        self._raw = raw
        self._decoded: dict[str, list[str]] = {}
        self.charset = charset

    @classmethod
    def read(cls, block: bytes, *, charset: str = "") -> "Headers":
        """Return the headers of a block of lines; a line that is no header continues the one before it."""
        if WELL_FORMED.fullmatch(block):
            return cls.read_fields(block, charset=charset)
        found: dict[str, list[list[bytes]]] = {}
        current: list[bytes] = []
        count = 0
        for line in _LINE.findall(block):
            field = None if line[:1] in (b" ", b"\t") else _FIELD.match(line)
            if field and count < MAX_HEADERS:
                count += 1
                current = [line[field.end() :]]
                found.setdefault(field[1].decode("ascii").lower(), []).append(current)
            elif current and line.strip():
                current.append(line if line[:1] in (b" ", b"\t") else b" " + line)
        joined = {name: [b"".join(lines) for lines in values] for name, values in found.items()}
        return cls(joined, charset=charset)

    @classmethod
    def read_fields(cls, block: bytes, *, charset: str = "") -> "Headers":
        """Return the headers of a block that is well-formed."""
        found: dict[str, list[bytes]] = {}
        for name, value in islice(FIELDS.findall(block), MAX_HEADERS):
            found.setdefault(name.decode("ascii").lower(), []).append(value)
        return cls(found, charset=charset)

    @classmethod
    def of(cls, fields: Mapping[str, str] | Iterable[tuple[str, str]]) -> "Headers":
        """Return headers with these names and values."""
        found: dict[str, list[bytes]] = {}
        for name, value in fields.items() if isinstance(fields, Mapping) else fields:
            found.setdefault(name.lower(), []).append(value.encode())
        return cls(found)

    def get(self, name: str) -> str:
        """Return the first value of this name, decoded and unfolded, or ""."""
        return self.all(name)[0] if name in self._raw else ""

    def all(self, name: str) -> list[str]:
        """Return every value of this name, topmost first."""
        if name not in self._raw:
            return []
        if name not in self._decoded:
            self._decoded[name] = [decode_value(value, charset=self.charset) for value in self.raw_all(name)]
        return self._decoded[name]

    def raw(self, name: str) -> bytes:
        """Return the first value of this name as it came, unfolded, or b""."""
        values = self._raw.get(name)
        return unfold(values[0]) if values else b""

    def raw_all(self, name: str) -> list[bytes]:
        """Return every value of this name as it came, unfolded, topmost first."""
        return [unfold(value) for value in self._raw.get(name, ())]

    def joined(self, others: "Headers") -> "Headers":
        """Return these headers and those of others whose names are not here."""
        return Headers(others._raw | dict(self._raw), charset=self.charset)

    def names(self) -> list[str]:
        """Return the names in their order."""
        return list(self._raw)

    def __contains__(self, name: str) -> bool:
        return name in self._raw


def unfold(value: bytes) -> bytes:
    """Return a header value on one line, cut at its limit."""
    value = value[:MAX_VALUE_BYTES]
    return (_FOLD.sub(b" ", value) if b"\n" in value or b"\r" in value else value).strip()
