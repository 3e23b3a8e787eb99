"""Giving out a stored file so that no browser runs what is in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response
from litestar.response import Stream

from helpdesk import storage
from helpdesk.errors import NotFound, Unavailable
from helpdesk.files.types import may_show, served_type
from helpdesk.models import Attachment, AttachmentState
from web.ranges import Span, Unsatisfiable, wanted_span

CHUNK_BYTES: Final = 256 * 1024


def file_answer(request: Request[Any, Any, Any], file: Attachment, *, inline: bool) -> Response[Any]:
    """Answer with a file's bytes, or the part of them that a player asks for.

    They are saved, never shown, unless `inline` asks for a picture that is safe to show.
    """
    path = _path(file)
    etag = f'"{file.blob}"'
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers={"etag": etag})
    try:
        part = wanted_span(_range_of(request, etag), size=file.size)
    except Unsatisfiable:
        return Response(b"", status_code=416, headers={"content-range": f"bytes */{file.size}"})
    span = part or Span(0, file.size)
    shown = inline and may_show(file.media_type, file.width, file.height)
    headers = {
        "accept-ranges": "bytes",
        "content-disposition": disposition(file.filename, kind="inline" if shown else "attachment"),
        "content-length": str(span.length),
        "content-type": served_type(file.media_type),
        "etag": etag,
        **({"content-range": part.named(file.size)} if part else {}),
    }
    media_type = served_type(file.media_type)
    return Stream(_chunks(path, span), status_code=206 if part else 200, headers=headers, media_type=media_type)


def disposition(filename: str, *, kind: str) -> str:
    """Return a Content-Disposition (RFC 6266): an ASCII name for old programs, the real one beside it."""
    ascii_name = "".join(character if _is_safe(character) else "_" for character in filename)
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _is_safe(character: str) -> bool:
    return character.isascii() and character.isprintable() and character not in '"\\%'


def _path(file: Attachment) -> Path:
    if file.blob is None or file.state is not AttachmentState.STORED:
        raise Unavailable("The file is not here yet.")
    path = storage.path(file.blob)
    if not path.is_file():
        raise NotFound
    return path


def _range_of(request: Request[Any, Any, Any], etag: str) -> str | None:
    """Return the Range header, unless it is about another file than this (If-Range)."""
    condition = request.headers.get("if-range")
    return request.headers.get("range") if condition in (None, etag) else None


def _chunks(path: Path, span: Span) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(span.start)
        left = span.length
        while left and (chunk := file.read(min(left, CHUNK_BYTES))):
            left -= len(chunk)
            yield chunk
