"""Encoded words in headers (RFC 2047), as correct and as broken mailers write them."""

import binascii
import re
from collections.abc import Iterator

from channels.email.charsets import decode, decode_unlabelled
from channels.email.storable import one_line

# Charset, language (RFC 2231, 5) and encoding.
_START = re.compile(rb"=\?[ \t]*([!-)+->@-~]{1,60}?)[ \t]*(?:\*[!->@-~]{0,60})?\?([bBqQ])\?")
_SPACE = re.compile(rb"[ \t\r\n]")
_JUNK = re.compile(rb"[^A-Za-z0-9+/]")
_PAD = b"==="
_MOST_WORDS = 2_000


def decode_value(value: bytes, *, charset: str = "") -> str:
    """Return a header value as text on one line; charset: what raw 8-bit bytes are in if they are not UTF-8."""
    if b"=?" not in value:
        return one_line(_plain(value, charset))
    text = one_line(_decode_words(value, charset))
    if "=?" in text and "?=" in text:
        # Encoded twice, by a gateway or a list that did not see that it was already.
        again = text.encode("utf-8", "replace")
        if _START.search(again):
            text = one_line(_decode_words(again, charset))
    return text


def _plain(value: bytes, charset: str) -> str:
    return value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode_unlabelled(value, charset)


class _Run:
    """Adjacent words of one charset, whose bytes are one text: characters may be split between them."""

    __slots__ = ("base64", "data", "label")

    def __init__(self, label: bytes) -> None:
        self.label = label
        self.data = bytearray()
        self.base64 = b""

    def add(self, encoding: bytes, text: bytes) -> None:
        if encoding in b"bB":
            self.base64 += _JUNK.sub(b"", text)
            if b"=" in text or len(self.base64) % 4 == 0:
                self._close()
        else:
            self._close()
            self.data += binascii.a2b_qp(_SPACE.sub(b"_", text), header=True)

    def text(self) -> str:
        self._close()
        return decode(bytes(self.data), self.label.decode("ascii"))

    def _close(self) -> None:
        text = self.base64[:-1] if len(self.base64) % 4 == 1 else self.base64
        self.data += binascii.a2b_base64(text + _PAD[: -len(text) % 4])
        self.base64 = b""


def _decode_words(value: bytes, charset: str) -> str:
    found: list[str] = []
    run: _Run | None = None
    position, count = 0, 0
    for start, end, label, encoding, text in _words(value):
        between = value[position:start]
        is_adjacent = run is not None and not between.strip(b" \t\r\n")
        if run is not None and not (is_adjacent and label == run.label):
            found.append(run.text())
            run = None
        if not is_adjacent and between:
            found.append(_plain(between, charset))
        run = run or _Run(label)
        run.add(encoding, text)
        position, count = end, count + 1
        if count >= _MOST_WORDS:
            break
    if run is not None:
        found.append(run.text())
    found.append(_plain(value[position:], charset))
    return "".join(found)


def _words(value: bytes) -> Iterator[tuple[int, int, bytes, bytes, bytes]]:
    """Yield start, end, charset, encoding and text of each word; every search starts where the last one ended."""
    position = 0
    while (start := _START.search(value, position)) is not None:
        end = value.find(b"?=", start.end())
        # "=?utf-8?Q?=D0...?=" begins with an "=" that is no end: "?Q?=".
        following = value.find(b"=?", start.end(), end if end >= 0 else len(value))
        if following >= 0 and _START.match(value, following):
            # This one has no end of its own.
            stop = following
            text = value[start.end() : following].rstrip()
        elif end < 0:
            stop = len(value)
            text = value[start.end() :]
            if _SPACE.search(text.strip()):
                return
        else:
            stop = end + 2
            text = value[start.end() : end]
        yield start.start(), stop, start[1].lower(), start[2], text
        position = stop
