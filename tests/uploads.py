"""Files of every kind that people send, good and bad."""

import random
import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import httpx

from tests.edge import Browser


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a real picture; its pixels are only there when it is small."""
    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height)) if width * height < 10_000 else b""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def noise(width: int, height: int) -> bytes:
    """Return a real picture that is large as a file."""
    rows = b"".join(b"\0" + random.Random(row).randbytes(width * 3) for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def gif(width: int = 3, height: int = 4) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HH", width, height)
        + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    )


def jpeg(width: int = 5, height: int = 6) -> bytes:
    frame = b"\xff\xc0\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    return (
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
        + frame
        + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\0\xff\xd9"
    )


def webp(width: int = 7, height: int = 8) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + (10).to_bytes(4, "little") + b"\0\0\0\0" + size
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def office(folder: str = "word") -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(f"{folder}/document.xml", "<document/>")
    return data.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(document.domain)</script></body></html>"
XML = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
PHP = b"<?php system($_GET['c']); ?>"


def upload(browser: Browser, name: str, data: bytes) -> httpx.Response:
    """Send a file up as an agent's page does."""
    return browser.send("POST", "/api/uploads", files={"file": (name, data)})


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
