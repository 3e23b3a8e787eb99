"""Transfer encodings undone, with what mailers and gateways do to them."""

import binascii
import re

_NOISE = re.compile(r"[^a-z0-9]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\r\n \t]")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n \t"
_DROP = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_DROP_ALL = _DROP + b"="
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_SOFT_SPACES = re.compile(rb"=[ \t]+(?=\r?\n)")
_TORN = re.compile(rb"=([0-9A-Fa-f])=?\r?\n([0-9A-Fa-f])(?![0-9A-Fa-f]?\r?\n)")
_TRAILING = re.compile(rb"[ \t]+(?=\r?\n)")
_ESCAPE = re.compile(rb"=[0-9A-Fa-f]{2}")
_BARE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_SOFT = re.compile(rb"=\r?\n")
_BASE64_LINES = re.compile(rb"\s*(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]*={0,2}\s*")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{57,}={0,2}\r?\n")
_SPACED = re.compile(rb"[A-Za-z0-9,.;:!?'\"-]+(?:[ \t]+[^\s]+){3}")
_SHORT_BYTES = 60
_PROBE_BYTES = 4_000

Bytes = bytes | memoryview


def encoding_of(label: str) -> str:
    """Return "base64", "qp", "uu", "yenc" or "" for what a header calls its encoding."""
    plain = _NOISE.sub("", label.lower())
    if plain.startswith("base64"):
        return "base64"
    if plain.startswith(("quotedprintable", "quoteprintable", "quotedprintible", "qp")):
        return "qp"
    if plain in ("xuuencode", "uuencode", "xuue", "uue", "xuu", "uuencoded"):
        return "uu"
    return "yenc" if plain in ("xyencode", "yenc", "xyenc") else ""


def decode_base64(data: Bytes) -> bytes:
    """Return what base64 stands for: junk skipped, padding added, joined pieces taken one by one."""
    if not _is_plain_base64(data):
        return _damaged_base64(bytes(data))
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return _pieces(bytes(data).translate(None, _DROP))


def _is_plain_base64(data: Bytes) -> bool:
    plain = bytes(data)
    if plain.translate(None, _BASE64):
        return False
    # Padding anywhere but at the end: several encoded pieces one after another.
    pad = plain.find(b"=")
    return pad < 0 or len(plain) - pad < 3 or not plain[pad:].translate(None, b"=\r\n \t")


def _damaged_base64(data: bytes) -> bytes:
    if (b"-" in data or b"_" in data) and b"+" not in data and b"/" not in data and b" " not in data.strip():
        data = data.translate(_URL_SAFE)
    else:
        data = _without_footer(data)
    return _pieces(data.translate(None, _DROP))


def _without_footer(data: bytes) -> bytes:
    """Return the lines before the first that is prose: lists and scanners append plain text to encoded parts."""
    found = _NOT_BASE64.search(data)
    while found:
        start = max(data.rfind(b"\n", 0, found.start()), data.rfind(b"\r", 0, found.start())) + 1
        end = data.find(b"\n", start)
        line = data[start : end if end >= 0 else len(data)]
        if len(_NOT_BASE64.findall(line)) * 4 > len(line.strip()) or line.strip().count(b" ") > 1:
            return data[:start]
        found = _NOT_BASE64.search(data, start + len(line)) if line else None
    return data


def _pieces(data: bytes) -> bytes:
    if b"=" not in data.rstrip(b"="):
        return _padded(data.rstrip(b"="))
    return b"".join(_padded(piece) for piece in re.split(rb"=+", data) if piece)


def _padded(data: bytes) -> bytes:
    if len(data) % 4 == 1:
        data = data[:-1]
    return binascii.a2b_base64(data + b"=" * (-len(data) % 4))


def decode_quoted_printable(data: Bytes, *, is_text: bool) -> bytes:
    """Return what quoted-printable stands for; text that only claims to be encoded stays as it is."""
    raw = bytes(data)
    if b"=" not in raw:
        return raw
    if is_text and _is_not_quoted_printable(raw):
        return raw
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\r\n")
    elif b"=\r\r" in raw:
        raw = raw.replace(b"\r\r\n", b"\r\n")
    if b"= " in raw or b"=\t" in raw:
        raw = _SOFT_SPACES.sub(b"=", raw)
    if is_text:
        raw = _TORN.sub(rb"=\1\2", raw)
    return binascii.a2b_qp(raw)


def _is_not_quoted_printable(raw: bytes) -> bool:
    if b'="' not in raw[:_PROBE_BYTES] and not _BARE.search(raw, 0, _PROBE_BYTES):
        return False
    bare = len(_BARE.findall(raw, 0, _PROBE_BYTES))
    return bare > 2 and bare > len(_ESCAPE.findall(raw, 0, _PROBE_BYTES)) + len(_SOFT.findall(raw, 0, _PROBE_BYTES))


def looks_quoted_printable(raw: bytes) -> bool:
    """Return whether a text that claims no encoding is quoted-printable all the same."""
    if b"=\n" not in raw and b"=\r\n" not in raw:
        return False
    head = raw[:20_000]
    return (
        len(_SOFT.findall(head)) > 1
        and len(re.findall(rb"=(?:3D|20|C[23]|D[01]|E[0-9])", head)) > 2
        and not _BARE.search(head[:-3])
    )


def looks_base64(raw: bytes) -> bool:
    """Return whether a text that claims no encoding is base64 all the same."""
    head = raw[:400].strip()
    if len(head) < 60 or b" " in head or not _BASE64_LINES.fullmatch(raw[:2_000_000]):
        return False
    decoded = decode_base64(raw[:400].rsplit(b"\n", 1)[0] or raw)
    return sum(byte < 9 or 13 < byte < 32 for byte in decoded) == 0 and b" " in decoded


def is_not_base64(data: Bytes) -> bool:
    """Return whether a text that claims to be base64 is prose."""
    head = bytes(data[:1_000]).strip()
    if _BASE64_LINE.match(head) or _is_encoded_words(head):
        return False
    if len(head) < _SHORT_BYTES and len(head) % 4 and b"\n" not in head and head.isalnum():
        # One word, which would be damaged base64 if it were some.
        return any(byte < 9 or 13 < byte < 32 or byte > 126 for byte in _padded(head))
    return head.count(b" ") > 3 and _SPACED.search(head) is not None and len(_NOT_BASE64.findall(head)) > 1


def _is_encoded_words(head: bytes) -> bool:
    line = head.split(b"\n", 1)[0].strip()
    if len(line) < 8 or len(line) % 4 or _NOT_BASE64.search(line) or b" " in line:
        return False
    words = _pieces(line.translate(None, _DROP))
    return words.isascii() or not any(byte < 9 or 13 < byte < 32 for byte in words)
