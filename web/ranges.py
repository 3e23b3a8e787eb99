"""Parts of a file that a player asks for: one range of bytes (RFC 9110, 14). Pure."""

import re
from dataclasses import dataclass

_wanted = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to and without `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.end - self.start

    def named(self, size: int) -> str:
        """Return these bytes as Content-Range names them."""
        return f"bytes {self.start}-{self.end - 1}/{size}"


class Unsatisfiable(ValueError):
    """The file has none of these bytes."""


def wanted_span(header: str | None, *, size: int) -> Span | None:
    """Return what a Range header asks for, None for all of the file; Unsatisfiable when it has none of that.

    Several ranges, other units and nonsense mean all of it, as the RFC allows.
    """
    found = _wanted.fullmatch((header or "").replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        last = int(found[2])
        span = Span(max(0, size - last), size)
    else:
        span = Span(int(found[1]), min(int(found[2]) + 1, size) if found[2] else size)
        if found[2] and int(found[2]) < int(found[1]):
            return None
    if span.start >= size or span.length <= 0:
        raise Unsatisfiable
    return span
