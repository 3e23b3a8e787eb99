"""Files written into plain text: uuencode and yEnc."""

import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} +([^\r\n]{1,300}?)[ \t]*\r?\n", re.MULTILINE)
_END = re.compile(rb"^(?:`?[ \t]*\r?\n)?end[ \t]*\r?(?:\n|\Z)|^====[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_YBEGIN = re.compile(rb"^=ybegin [^\r\n]{0,300}? name=([^\r\n]{1,300})\r?\n(?:=ypart [^\r\n]*\r?\n)?", re.MULTILINE)
_YEND = re.compile(rb"^=yend\b[^\r\n]*\r?(?:\n|\Z)", re.MULTILINE)
_YESCAPE = re.compile(rb"=(.)", re.DOTALL)
_LESS_42 = bytes((byte - 42) % 256 for byte in range(256))
_MOST_FILES = 200
# Each may cost a walk through all that follows.
_MOST_FAILURES = 10
_Kind = tuple[re.Pattern[bytes], re.Pattern[bytes], Callable[[bytes], bytes | None]]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file found in a text."""

    name: bytes
    data: bytes


def files_in_text(text: bytes) -> tuple[bytes, list[WrittenFile]]:
    """Return the text without the files written into it, and those files."""
    files: list[WrittenFile] = []
    if b"begin" in text and _BEGIN.search(text):
        text = _taken(text, files, (_BEGIN, _END, uudecode))
    if b"=ybegin" in text:
        text = _taken(text, files, (_YBEGIN, _YEND, ydecode))
    return text, files


def _taken(text: bytes, files: list[WrittenFile], kind: _Kind) -> bytes:
    begin, end, decode = kind
    kept: list[bytes] = []
    position, search, failures = 0, 0, 0
    while len(files) < _MOST_FILES and failures < _MOST_FAILURES and (start := begin.search(text, search)):
        failures += 1
        stop = end.search(text, start.end())
        finish = stop.start() if stop else len(text)
        body = text[start.end() : finish]
        data = decode_joined(body) if text.startswith(b"begin-base64", start.start()) else decode(body)
        search = start.end()
        if data:
            kept.append(text[position : start.start()])
            files.append(WrittenFile(start[1].strip(), data))
            position = search = stop.end() if stop else len(text)
            failures = 0
        elif stop is None:
            break
    kept.append(text[position:])
    return b"".join(kept)


def uudecode(body: bytes) -> bytes | None:
    """Return the bytes of uuencoded lines, None when they are none."""
    found: list[bytes] = []
    for number, line in enumerate(body.splitlines()):
        line = line.rstrip(b"\r\n")
        if not line.strip() or line == b"`":
            continue
        data = _line(line)
        if data is None:
            # One line of prose: it was no file after all, or the file ends here without its end.
            return b"".join(found) if number > 3 else None
        found.append(data)
    return b"".join(found)


def _line(line: bytes) -> bytes | None:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        size = (((line[0] - 32) & 63) * 4 + 5) // 3
        # Spaces cut off at the end, or a checksum character added.
        try:
            return binascii.a2b_uu(line[:size].ljust(size)) if line and len(line) <= size + 2 else None
        except binascii.Error:
            return None


def decode_joined(body: bytes) -> bytes | None:
    """Return the bytes of a base64 body, None when it is none."""
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        return None


def ydecode(body: bytes) -> bytes | None:
    """Return the bytes of a yEnc body."""
    plain = body.replace(b"\r", b"").replace(b"\n", b"")
    plain = _YESCAPE.sub(lambda escape: bytes(((escape[1][0] - 64) % 256,)), plain)
    return plain.translate(_LESS_42)
