"""winmail.dat: what Outlook sends instead of MIME (MS-OXTNEF), its body and its files."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field

from channels.email.charset_names import codec_of
from channels.email.charsets import declared_charset, decode
from channels.email.file_names import clean_name, mail_name
from channels.email.limits import MAX_ATTACHMENTS, MAX_TEXT_BYTES
from channels.email.mapi import read_properties
from channels.email.parsed import MailAttachment
from channels.email.rtf import decompress_rtf, rtf_to_html, rtf_to_text
from channels.email.storable import storable

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MESSAGE_PROPERTIES, _CODE_PAGE, _BODY = 0x9003, 0x9007, 0x800C
_NEW_FILE, _FILE_NAME, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_HTML = 0x1013
_MAX_NESTING = 3


@dataclass(frozen=True, slots=True)
class Tnef:
    """What was in a winmail.dat."""

    text: str
    html: str
    files: tuple[MailAttachment, ...]


@dataclass(slots=True)
class _File:
    name: str = ""
    data: bytes = b""
    properties: dict[int, bytes | str] = field(default_factory=dict)


def read_tnef(data: bytes, *, depth: int = 0) -> Tnef | None:
    """Return the body and files of a winmail.dat, None when it is none or holds nothing."""
    if not data.startswith(_SIGNATURE):
        return None
    codec, body = "cp1252", b""
    message: dict[int, bytes | str] = {}
    files: list[_File] = []
    for kind, value in _attributes(data):
        if kind == _CODE_PAGE and len(value) >= 4:
            codec = codec_of(f"cp{int.from_bytes(value[:4], 'little')}") or codec
        elif kind == _BODY:
            body = value.rstrip(b"\0")
        elif kind == _MESSAGE_PROPERTIES:
            message = read_properties(value, codec)
        elif kind == _NEW_FILE and len(files) < MAX_ATTACHMENTS:
            files.append(_File())
        elif files and kind == _FILE_NAME:
            files[-1].name = decode(value.rstrip(b"\0"), codec)
        elif files and kind == _FILE_DATA:
            files[-1].data = value
        elif files and kind == _FILE_PROPERTIES:
            files[-1].properties = read_properties(value, codec)
    text, html = _body(message, body, codec)
    found = tuple(file for file in (_attachment(file, depth) for file in files) if file is not None)
    return Tnef(text, html, found) if text or html or found else None


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 6
    while position + 9 <= len(data):
        kind = int.from_bytes(data[position + 1 : position + 3], "little")
        size = int.from_bytes(data[position + 5 : position + 9], "little")
        position += 9
        yield kind, data[position : position + size]
        position += size + 2


def _body(message: dict[int, bytes | str], body: bytes, codec: str) -> tuple[str, str]:
    html = _words(message.get(_HTML, b""), _charset(message) or codec)
    text = _words(message.get(0x1000, b""), codec) or decode(body[:MAX_TEXT_BYTES], codec)
    packed = message.get(0x1009)
    if not html and isinstance(packed, bytes):
        rtf = decompress_rtf(packed)
        html = rtf_to_html(rtf)
        if not html and not text.strip():
            text = rtf_to_text(rtf)
    return storable(text).rstrip("\0"), storable(html)


def _charset(message: dict[int, bytes | str]) -> str | None:
    """Return what the page says it is written in, or what the message says of it."""
    page, number = message.get(_HTML), message.get(0x3FDE)
    if isinstance(page, bytes) and (declared := declared_charset(page)):
        return codec_of(declared)
    return codec_of(f"cp{int.from_bytes(number[:4], 'little')}") if isinstance(number, bytes) else None


def _words(value: bytes | str, codec: str) -> str:
    return value[:MAX_TEXT_BYTES] if isinstance(value, str) else decode(value[:MAX_TEXT_BYTES].rstrip(b"\0"), codec)


def _attachment(file: _File, depth: int) -> MailAttachment | None:
    properties = file.properties
    name = clean_name(
        _string(properties, 0x3707) or _string(properties, 0x3704) or file.name or _string(properties, 0x3001)
    )
    data = file.data
    value = properties.get(0x3701)
    if isinstance(value, bytes) and (not data or properties.get(0x3705) == (5).to_bytes(4, "little")):
        data = value[16:] if value[16:].startswith(_SIGNATURE) else value
        if data.startswith(_SIGNATURE):
            return _attached_mail(data, name or _string(properties, 0x3001), depth)
    if not data and not name:
        return None
    content_id = _string(properties, 0x3712).strip("<> ")[:250]
    media_type = _string(properties, 0x370E).lower()
    return MailAttachment(name, media_type if "/" in media_type else _type(name), data, content_id, bool(content_id))


def _attached_mail(data: bytes, name: str, depth: int) -> MailAttachment:
    """Return a mail inside of a winmail.dat as its text, or as it is when it cannot be read."""
    inner = read_tnef(data, depth=depth + 1) if depth < _MAX_NESTING else None
    if inner is None:
        return MailAttachment(clean_name(name) or "message.dat", "application/ms-tnef", data)
    if inner.html:
        return MailAttachment(mail_name(name).removesuffix(".eml") + ".html", "text/html", inner.html.encode())
    return MailAttachment(mail_name(name).removesuffix(".eml") + ".txt", "text/plain", inner.text.encode())


def _string(properties: dict[int, bytes | str], kind: int) -> str:
    value = properties.get(kind, "")
    return value if isinstance(value, str) else ""


def _type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
