"""Encoded words in headers (RFC 2047), as correct and as broken mailers write them."""

import binascii
import re

from channels.email.charsets import decode, decode_unlabelled
from channels.email.storable import one_line

# Charset, language (RFC 2231, 5), encoding and text; spaces in the text are wrong and common.
_WORD = re.compile(rb"=\?([!->@-~]{1,60}?)(?:\*[!->@-~]{0,60})?\?([bBqQ])\?(.*?)\?=", re.DOTALL)
_PAD = b"=" * 3
_JUNK = re.compile(rb"[^A-Za-z0-9+/]")


def decode_value(value: bytes, *, charset: str = "") -> str:
    """Return a header value as text on one line; charset: what raw 8-bit bytes are in if they are not UTF-8."""
    if b"=?" not in value:
        return one_line(_plain(value, charset))
    return one_line(_decode_words(value, charset))


def _plain(value: bytes, charset: str) -> str:
    return value.decode("ascii") if value.isascii() and b"\x1b" not in value else decode_unlabelled(value, charset)


def _decode_words(value: bytes, charset: str) -> str:
    found: list[str] = []
    position = 0
    label, pending = b"", b""
    for word in _WORD.finditer(value):
        between = value[position : word.start()]
        adjacent = position and not between.strip(b" \t\r\n")
        if pending and not (adjacent and word[1].lower() == label):
            found.append(decode(pending, label.decode("ascii")))
            pending = b""
        if not adjacent and between:
            found.append(_plain(between, charset))
        label = word[1].lower()
        pending += _payload(word[2], word[3])
        position = word.end()
    if pending:
        found.append(decode(pending, label.decode("ascii")))
    found.append(_plain(value[position:], charset))
    return "".join(found)


def _payload(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(text.replace(b" ", b"_"), header=True)
    text = _JUNK.sub(b"", text)
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + _PAD[: -len(text) % 4])
