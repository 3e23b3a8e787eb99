"""One part of a mail as bytes or text."""

import mimetypes
import re

from channels.email.charsets import declared_charset, decode, decode_unlabelled
from channels.email.enriched import enriched_to_text, richtext_to_text
from channels.email.flowed import unflow
from channels.email.mime.split import LOST, Part
from channels.email.pgp import without_armour
from channels.email.pieces import Piece
from channels.email.rtf import rtf_to_text
from channels.email.storable import storable
from channels.email.transfer import (
    decode_base64,
    decode_quoted_printable,
    encoding_of,
    is_not_base64,
    looks_base64,
    looks_quoted_printable,
)
from channels.email.uuencode import files_in_text

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<meta\s)", re.IGNORECASE
)
_TEXT_EXTENSIONS = (".txt", ".log", ".text", ".asc")


def body_bytes(part: Part, *, is_text: bool = False) -> bytes:
    """Return the body with its transfer encoding undone."""
    encoding = encoding_of(part.headers.get("content-transfer-encoding"))
    body = part.body
    if encoding == "base64":
        return bytes(body) if is_text and is_not_base64(body) else decode_base64(body)
    if encoding == "qp":
        return decode_quoted_printable(body, is_text=is_text)
    raw = bytes(body)
    if encoding in ("uu", "yenc"):
        _rest, files = files_in_text(raw)
        return files[0].data if files else raw
    if is_text and not encoding and raw.isascii():
        if b"=" in raw and looks_quoted_printable(raw):
            return decode_quoted_printable(raw, is_text=True)
        if looks_base64(raw):
            return decode_base64(raw)
    return raw


def leaf_text(part: Part, kind: str, data: bytes) -> Piece:
    """Return a text part as a piece of the body."""
    label = part.parameters.get("charset", "")
    if kind in ("text/html", "application/xhtml+xml"):
        return Piece(html=storable(decode(data, label, hint=declared_charset(data))))
    if kind == "text/rtf":
        return Piece(plain=storable(rtf_to_text(data)))
    text = storable(decode(data, label, hint=part.headers.charset))
    if kind == "text/enriched":
        return Piece(plain=enriched_to_text(text))
    if kind == "text/richtext":
        return Piece(plain=richtext_to_text(text))
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return Piece(plain=without_armour(text) if "-----BEGIN PGP" in text else text)


def plain_text(data: bytes) -> str:
    """Return bytes without a label as storable text."""
    return storable(decode_unlabelled(data, ""))


def sniffed_type(part: Part, name: str) -> str:
    """Return the type that a part really has, as far as that matters for a body."""
    kind = part.media_type
    if kind not in ("", "text/plain", "text/html", "text/x-unknown", "application/text"):
        return "text/plain" if kind in ("text/ascii", "text/utf-8") else kind
    if not kind and (name or part.disposition == "attachment"):
        return type_by_name(name)
    if kind == "text/html":
        return kind
    if not name and not encoding_of(part.headers.get("content-transfer-encoding")):
        if not kind and LOST.search(part.data, max(part.start - 1, 0), min(part.end, part.start + 2_000)):
            return "multipart/mixed"
        if _HTML.match(part.data, part.start, part.end):
            return "text/html"
    return "text/plain"


def type_by_name(name: str) -> str:
    """Return the media type that a file name suggests."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
