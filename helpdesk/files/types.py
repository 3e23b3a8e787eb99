"""What a file is, by its content. The name only tells texts apart, and it never makes a file harmless."""

from typing import Final

import puremagic

from helpdesk.files.images import MAX_PIXELS
from helpdesk.files.names import ending_of

HEAD_BYTES: Final = 256 * 1024
SOON_THERE_BYTES: Final = 60_000
UNKNOWN: Final = "application/octet-stream"
HTML: Final = "text/html"
SCRIPT: Final = "text/x-script"

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
# What a browser or a desktop might run; served as bytes of no type and never shown.
ACTIVE: Final = frozenset(
    {
        HTML,
        SCRIPT,
        "text/xml",
        "application/xml",
        "application/xhtml+xml",
        "image/svg+xml",
        "text/javascript",
        "application/javascript",
        "application/x-shockwave-flash",
    }
)
_DOCUMENTS: Final = (
    "application/pdf",
    "application/rtf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/vnd.ms-",
)
_TEXTS: Final = {".csv": "text/csv", ".md": "text/markdown", ".ics": "text/calendar", ".vcf": "text/vcard"}
_ACTIVE_ENDINGS: Final = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".hta"), HTML),
    **dict.fromkeys((".svg", ".svgz"), "image/svg+xml"),
    **dict.fromkeys((".xml", ".xsl", ".xslt", ".rss"), "text/xml"),
    **dict.fromkeys(
        (".js", ".mjs", ".jse", ".vbs", ".wsf", ".ps1", ".bat", ".cmd", ".sh", ".py", ".pl", ".cgi"), SCRIPT
    ),
    **dict.fromkeys((".php", ".php5", ".pht", ".phtml", ".phar", ".asp", ".aspx", ".jsp"), SCRIPT),
    **dict.fromkeys((".lnk", ".url", ".desktop", ".reg"), SCRIPT),
}
_MARKUP: Final = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<style", b"<!--", b"<math")
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-office"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: Final = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
_OFFICE: Final = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def type_of(head: bytes, name: str) -> str:
    """Return the media type of a file from its first bytes (256 KB are enough) and its clean name."""
    by_ending = _ACTIVE_ENDINGS.get(ending_of(name))
    found = _binary(head) or _text(head, name) or _guess(head)
    return by_ending if by_ending and (found in ACTIVE or found == UNKNOWN or found.startswith("text/")) else found


def is_for_visitors(media_type: str) -> bool:
    """Say whether visitors may send files of this type: pictures, sound, films, texts and documents."""
    if media_type in ACTIVE or media_type == UNKNOWN:
        return False
    return media_type.startswith(("image/", "audio/", "video/", "text/", *_DOCUMENTS))


def may_show(media_type: str, width: int | None, height: int | None) -> bool:
    """Say whether a browser may show a file in its place: a common raster picture of a bearable size."""
    return media_type in PICTURES and width is not None and height is not None and width * height <= MAX_PIXELS


def has_small_copy(media_type: str, width: int | None, height: int | None, *, size: int) -> bool:
    """Say whether lists show a small copy in place of a picture: of what is slowly there, or may move."""
    return may_show(media_type, width, height) and (size > SOON_THERE_BYTES or media_type == "image/gif")


def served_type(media_type: str) -> str:
    """Return the type to say when a file is served: nothing that could run is called by its name."""
    return UNKNOWN if media_type in ACTIVE else media_type


def _binary(head: bytes) -> str | None:
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "video/3gpp" if head[8:11] == b"3gp" else _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return _zip(head)
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # Layers 3 and 2 of MPEG audio; the bits of layer 1 are also those of a UTF-16 text's first bytes.
        return "audio/mpeg" if head[1] & 0x06 in (2, 4) else "audio/aac" if head[1] & 0xF6 == 0xF0 else None
    return None


def _zip(head: bytes) -> str:
    if head[30:38] == b"mimetype" and head[38:].startswith(b"application/vnd.oasis.opendocument."):
        end = head.find(b"PK", 38)
        return head[38:end].decode("ascii", "replace") if 38 < end < 138 else "application/zip"
    if b"[Content_Types].xml" in head or b"_rels/.rels" in head:
        return next((media_type for folder, media_type in _OFFICE.items() if folder in head), "application/zip")
    return "application/zip"


def _text(head: bytes, name: str) -> str | None:
    text = _decoded(head)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n")[:200].lower().encode()
    if start.startswith(b"<svg"):
        return "image/svg+xml"
    if start.startswith(b"<?xml"):
        return "text/xml"
    if start.startswith(_MARKUP):
        return HTML
    if start.startswith((b"#!", b"<?php", b"<%")):
        return SCRIPT
    return _TEXTS.get(ending_of(name), "text/plain")


def _decoded(head: bytes) -> str | None:
    for bom, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(bom):
            return head[2 : len(head) // 2 * 2].decode(encoding, "replace")
    if not head or b"\0" in head:
        return None
    try:
        return head.decode()
    except UnicodeDecodeError as error:
        # The head may end in the middle of a character; Cyrillic in an older encoding is text as well.
        if error.start >= len(head) - 3:
            return head[: error.start].decode()
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head[:4096])
    return None if controls else head.decode("cp1251", "replace")


def _guess(head: bytes) -> str:
    if not head:
        return UNKNOWN
    try:
        found = puremagic.magic_string(head[:65_536])
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    return next((match.mime_type for match in found if "/" in match.mime_type), UNKNOWN)
