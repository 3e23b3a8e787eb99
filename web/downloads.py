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

CHUNK_BYTES: Final = 256 * 1024


def file_answer(request: Request[Any, Any, Any], file: Attachment, *, inline: bool) -> Response[Any]:
    """Answer with a file's bytes: saved, never shown, unless `inline` asks for a picture that is safe to show."""
    path = _path(file)
    etag = f'"{file.blob}"'
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers={"etag": etag})
    shown = inline and may_show(file.media_type, file.width, file.height)
    headers = {
        "content-disposition": disposition(file.filename, kind="inline" if shown else "attachment"),
        "content-length": str(file.size),
        "content-type": served_type(file.media_type),
        "etag": etag,
    }
    return Stream(_chunks(path), headers=headers, media_type=served_type(file.media_type))


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


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
