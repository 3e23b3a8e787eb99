"""A mail cut into its parts: offsets into the bytes as they came, nothing copied, nothing decoded."""

import re
from collections.abc import Iterator, Mapping

from channels.email.limits import MAX_DEPTH, MAX_HEADER_BYTES, MAX_PART_HEADER_BYTES, MAX_PARTS
from channels.email.mime.headers import WELL_FORMED, Headers
from channels.email.mime.params import media_type_of, parameters_of

_MBOX = re.compile(rb"(?:>?From [^\r\n]{1,300}(?:\r{0,2}\n|\r))+")
_BLANK = re.compile(rb"(?:\n|\r(?!\r{0,2}\n))\r{0,2}(?:\n|\r(?!\r{0,2}\n))")
_EMPTY_LINE = re.compile(rb"[ \t]{0,2000}(?:\r{0,2}\n|\r)")
_START_BLANK = re.compile(rb"\r{0,2}\n|\r")
_LINE = re.compile(rb"([^\r\n]*)(\r{0,3}\n|\r|\Z)")
_FIELD = re.compile(rb"[!-9;-~]{1,200}[ \t]*:")
_KNOWN = re.compile(
    rb"(?:content-[a-z-]+|mime-version|subject|from|to|cc|bcc|date|message-id|received|reply-to|sender|return-path|references"
    rb"|in-reply-to|x-[a-z0-9-]+|dkim-signature|delivered-to|authentication-results|list-[a-z-]+|thread-[a-z]+|user-agent|arc-[a-z-]+"
    rb"|importance|priority|organization|auto-submitted|precedence|errors-to|comments|keywords)[ \t]*:",
    re.IGNORECASE,
)
_BOUNDARY_LINE = rb"(?:^|\n|\r)--(?!---BEGIN )([^\r\n]{1,200}?)[ \t]*\r{0,2}\n"
# What must be the first part of a multipart whose header was lost, and of one that does not say its boundary.
LOST = re.compile(_BOUNDARY_LINE + rb"content-[a-z-]+:", re.IGNORECASE)
_UNNAMED = re.compile(_BOUNDARY_LINE + rb"(?:content-[a-z-]+:|\r{0,2}\n)", re.IGNORECASE)


class Part:
    """A part of a mail: its headers and where its body lies in `data`."""

    __slots__ = ("_disposition", "_type", "children", "data", "end", "headers", "is_closed", "preamble", "start")

    def __init__(self, data: bytes, headers: Headers, *, start: int, end: int) -> None:
        self.data = data
        self.headers = headers
        self.start = start
        self.end = end
        self.children: list[Part] = []
        self.preamble = (start, start)
        self.is_closed = True
        self._type: tuple[str, Mapping[str, str]] | None = None
        self._disposition: tuple[str, Mapping[str, str]] | None = None

    @property
    def body(self) -> memoryview:
        """Return the encoded body without copying it."""
        return memoryview(self.data)[self.start : self.end]

    @property
    def media_type(self) -> str:
        """Return the declared type in lower case, "" when none is declared or it is no type."""
        return self._content_type()[0]

    @property
    def parameters(self) -> Mapping[str, str]:
        """Return the parameters of the content type."""
        return self._content_type()[1]

    @property
    def disposition(self) -> str:
        """Return "attachment", "inline" or whatever is declared, "" when nothing is."""
        return self._content_disposition()[0]

    @property
    def disposition_parameters(self) -> Mapping[str, str]:
        """Return the parameters of the content disposition."""
        return self._content_disposition()[1]

    def declare(self, media_type: str) -> None:
        """Take the part as being of this type."""
        self._type = (media_type, self.parameters)

    def suppose(self, charset: str) -> None:
        """Take raw 8-bit headers as being in this charset."""
        self.headers.charset = charset
        if not self.headers.raw("content-type").isascii() and self._type is not None:
            raw = self.headers.raw("content-type")
            self._type = (self._type[0], parameters_of(raw, charset=charset))

    def walk(self) -> "Iterator[Part]":
        """Yield this part and all below it in their order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))

    def _content_type(self) -> tuple[str, Mapping[str, str]]:
        if self._type is None:
            raw = self.headers.raw("content-type")
            found = media_type_of(raw)
            kind = found if "/" in found else _SHORT_TYPES.get(found, "")
            self._type = (kind, parameters_of(raw, charset=self.headers.charset))
        return self._type

    def _content_disposition(self) -> tuple[str, Mapping[str, str]]:
        if self._disposition is None:
            raw = self.headers.raw("content-disposition")
            self._disposition = (media_type_of(raw), parameters_of(raw, charset=self.headers.charset))
        return self._disposition


# What very old and very broken mailers say instead of a type.
_SHORT_TYPES = {"text": "text/plain", "html": "text/html", "plain": "text/plain", "multipart": "multipart/mixed"}


class Budget:
    """How many parts may still be made."""

    __slots__ = ("is_spent", "parts")

    def __init__(self, parts: int = MAX_PARTS) -> None:
        self.parts = parts
        self.is_spent = False

    def take(self) -> bool:
        """Return whether one more part may be made."""
        self.parts -= 1
        self.is_spent = self.is_spent or self.parts < 0
        return self.parts >= 0


def split_mail(data: bytes, budget: Budget, *, depth: int = 0) -> Part:
    """Return the tree of a whole mail; never raises, linear in the size of the mail for each of at most 40 levels."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while (blank := _EMPTY_LINE.match(data, start)) is not None and start < 10_000:
        start = blank.end()
    if (mbox := _MBOX.match(data, start)) is not None:
        start = mbox.end()
    part = read_part(data, start, len(data), limit=MAX_HEADER_BYTES)
    if "content-type" not in part.headers and _FIELD.match(data, part.start):
        _take_late_headers(part)
    split_children(part, budget, depth=depth)
    return part


def _take_late_headers(part: Part) -> None:
    """Take MIME headers that a blank line cut off from the others."""
    late = read_part(part.data, part.start, part.end, limit=MAX_PART_HEADER_BYTES)
    if ("content-type" in late.headers or "mime-version" in late.headers) and late.start < part.end:
        part.headers = part.headers.joined(late.headers)
        part.start = late.start


def read_part(data: bytes, start: int, end: int, *, limit: int = MAX_PART_HEADER_BYTES) -> Part:
    """Return the part between two offsets, its headers read and its body not looked at."""
    blank = _START_BLANK.match(data, start, end)
    if blank is not None or start >= end:
        return Part(data, Headers({}), start=blank.end() if blank else end, end=end)
    fields = WELL_FORMED.match(data, start, min(end, start + limit))
    if fields is not None and (blank := _START_BLANK.match(data, fields.end(), end)) is not None:
        return Part(data, Headers.read_fields(fields[0]), start=blank.end(), end=end)
    good = fields.end() if fields is not None else start
    stop, body = _header_end(data, start, min(end, start + limit), good=good)
    if body is None:
        body = end if stop >= end else stop
    return Part(data, Headers.read(data[start:stop]), start=min(body, end), end=end)


def _header_end(data: bytes, start: int, end: int, *, good: int) -> tuple[int, int | None]:
    """Return where the header lines end and where the body begins; up to `good` they are as they should be."""
    blank = _BLANK.search(data, max(good - 2, start), end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, None)
    position = good
    while position < stop:
        line = _LINE.match(data, position, stop)
        if line is None or line.end() == position:
            break
        if line[1][:1] not in (b" ", b"\t") and not _FIELD.match(line[1]) and not _is_torn(data, line, start, stop):
            # No blank line: what is no header begins the body.
            return position, position
        position = line.end()
    return stop, body


def _is_torn(data: bytes, line: re.Match[bytes], start: int, stop: int) -> bool:
    """Return whether a line that is no header is a header's continuation that lost its indent: known headers follow it."""
    if line.start() == start:
        return line[1].startswith((b"From ", b">From "))
    position = line.end()
    for _ in range(4):
        following = _LINE.match(data, position, stop)
        if following is None or following.end() == position:
            return False
        if _KNOWN.match(following[1]):
            return True
        position = following.end()
    return False


def split_children(part: Part, budget: Budget, *, depth: int) -> None:
    """Cut a multipart into its children, and those into theirs."""
    if not part.media_type.startswith("multipart/") or depth >= MAX_DEPTH:
        return
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    spans = _spans(part, boundary) if boundary else []
    if not spans and (
        guessed := _UNNAMED.search(part.data, max(part.start - 1, 0), min(part.end, part.start + 100_000))
    ):
        spans = _spans(part, guessed[1])
        boundary = guessed[1]
    for start, end in spans:
        if not budget.take():
            break
        child = read_part(part.data, start, end)
        child.headers.charset = part.headers.charset
        if part.media_type == "multipart/digest" and "content-type" not in child.headers:
            child.declare("message/rfc822")
        part.children.append(child)
    _adopt(part, boundary)
    for child in part.children:
        if not child.children:
            split_children(child, budget, depth=depth + 1)


def _adopt(part: Part, boundary: bytes) -> None:
    """Give an empty multipart with its parent's own boundary the parts that follow it."""
    for number, child in enumerate(part.children[:-1]):
        if child.media_type.startswith("multipart/") and not child.body[:200].tobytes().strip():
            if child.parameters.get("boundary", "").encode("utf-8", "replace") != boundary:
                continue
            child.children = part.children[number + 1 :]
            del part.children[number + 1 :]
            return


def _spans(part: Part, boundary: bytes) -> list[tuple[int, int]]:
    """Return where the children lie; parts after the closing line are taken too."""
    data, end = part.data, part.end
    found: list[tuple[int, int]] = []
    open_at = -1
    first = part.end
    count = 0
    for line_start, content, is_close in _delimiters(data, boundary, part.start, end):
        first = min(first, line_start)
        if open_at >= 0:
            found.append((open_at, max(_before_break(data, line_start, open_at), open_at)))
            count += 1
        open_at = -1 if is_close else content
        part.is_closed = is_close
        if count > MAX_PARTS:
            break
    if open_at >= 0 and count <= MAX_PARTS:
        glued = data.find(b"--" + boundary + b"--", open_at, end)
        found.append((open_at, glued if glued >= 0 else end))
    part.preamble = (part.start, first)
    return found


def _delimiters(data: bytes, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where each boundary line starts, where the next line starts, and whether it closes."""
    needle = b"--" + boundary
    position = start
    while (at := data.find(needle, position, end)) >= 0:
        position = at + len(needle)
        if at > start and data[at - 1] not in b"\r\n":
            continue
        if position < end and data[position] not in b"\r\n \t-":
            continue
        line = _LINE.match(data, position, min(end, position + 300))
        rest = line[1].strip() if line else b""
        if rest in (b"", b"--") and line is not None:
            yield at, line.end(), rest == b"--"
            position = line.end()


def _before_break(data: bytes, position: int, start: int) -> int:
    """Return the position before the line break that belongs to a boundary line."""
    if position > start and data[position - 1 : position] == b"\n":
        position -= 1
        if position > start and data[position - 1 : position] == b"\r":
            position -= 1
    elif position > start and data[position - 1 : position] == b"\r":
        position -= 1
    return position
