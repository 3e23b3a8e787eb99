"""Content-Type and Content-Disposition: a value and its parameters (RFC 2045, RFC 2231), however they are written."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from channels.email.charsets import decode, decode_unlabelled
from channels.email.limits import MAX_PARAMETERS
from channels.email.mime.words import decode_value

_VALUE = re.compile(rb"[ \t\"']*([A-Za-z0-9!#$&^_.+-]+(?:[ \t]*/[ \t]*[A-Za-z0-9!#$&^_.+*-]*)?)")
_PARAMETER = re.compile(
    rb"([A-Za-z0-9!#$&^_.+-]{1,60})((?:\*[0-9]{1,4})?\*?)[ \t]*=[ \t]*(?:\"((?:[^\"\\]|\\.)*+)\"(?=[ \t\r\n]*(?:[;,(]|\Z|[A-Za-z0-9*-]+=))|([^;\"]*(?:\"(?![ \t]*(?:;|$))[^;\"]*)*))",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\([\"\\])")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2}){2}")
_NEXT = re.compile(rb"[ \t]+[A-Za-z-]{4,20}\*?=")


def media_type_of(value: bytes) -> str:
    """Return the first token of a header in lower case: "text/plain", "attachment"; "" when there is none."""
    found = _VALUE.match(value)
    return b"".join(found[1].split()).decode("ascii").lower() if found else ""


def parameters_of(value: bytes, *, charset: str = "") -> Mapping[str, str]:
    """Return the parameters by lower-case name, continuations joined and decoded; the first of a name counts."""
    if b"=" not in value:
        return {}
    plain: dict[str, bytes] = {}
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for count, parameter in enumerate(_PARAMETER.finditer(value)):
        if count >= MAX_PARAMETERS:
            break
        name, marks, text = parameter[1].decode("ascii").lower(), parameter[2], _text(parameter)
        if marks:
            number = marks.strip(b"*")
            pieces.setdefault(name, {}).setdefault(int(number or 0), (text, marks.endswith(b"*")))
        else:
            plain.setdefault(name, text)
    decoded = {key: _decoded(value, charset) for key, value in plain.items()}
    # The extended form is the better one (RFC 6266, 4.3); some write nothing useful into it.
    return decoded | {key: joined for key, found in pieces.items() if (joined := _joined(found, charset))}


def _text(found: re.Match[bytes]) -> bytes:
    if found[3] is not None:
        return _ESCAPED.sub(rb"\1", found[3]) if b"\\" in found[3] else found[3]
    text = found[4]
    # A forgotten semicolon: charset=utf-8 boundary=x
    if (following := _NEXT.search(text)) is not None:
        text = text[: following.start()]
    return text.strip(b" \t\r\n\"'") if text[:1] in b"'\"" else text.strip()


def _decoded(text: bytes, charset: str) -> str:
    value = decode_value(text, charset=charset)
    if _PERCENT.search(value):
        data = unquote_to_bytes(value)
        if not data.isascii():
            try:
                return data.decode()
            except UnicodeError:
                return value
    return value


def _joined(pieces: dict[int, tuple[bytes, bool]], charset: str) -> str:
    label = b""
    data = bytearray()
    is_extended = False
    for number, (text, extended) in sorted(pieces.items()):
        if extended:
            is_extended = True
            if number == min(pieces) and text.count(b"'") >= 2:
                label, _language, text = text.split(b"'", 2)
            text = unquote_to_bytes(text)
        data += text
    if not is_extended:
        return _decoded(bytes(data), charset)
    if b"=?" in data:
        return decode_value(bytes(data), charset=charset)
    found = bytes(data)
    return decode(found, label.decode("ascii", "ignore")) if label else decode_unlabelled(found, charset)
