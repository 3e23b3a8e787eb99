"""The built front end: hashed names kept for ever by browsers, the widget's loader for five minutes."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from helpdesk.errors import NotFound
from web import manifest
from web.headers import Kind

TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
COMPRESSED: Final = frozenset({".js", ".css", ".svg", ".json"})
LOADER: Final = "widget.js"
NOT_FILES: Final = frozenset({LOADER, "worker.js", "manifest.json", "preload.json", "shell.json"})

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it travels."""

    plain: bytes
    packed: bytes | None
    media_type: str
    etag: str


@get(
    "/static/{name:path}", opt={"access": "public", "headers": Kind.ASSET}, sync_to_thread=True, include_in_schema=False
)
def show_file(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Answer a built file; its name changes with its content."""
    if name.lstrip("/") in NOT_FILES:
        raise NotFound
    return _answer(request, name.lstrip("/"))


@get("/widget.js", opt={"access": "public", "headers": Kind.LOADER}, sync_to_thread=True, include_in_schema=False)
def show_loader(request: AnyRequest) -> Response[bytes]:
    """Answer the script that sites embed; its name never changes, so browsers ask again soon."""
    return _answer(request, LOADER)


routes: list[ControllerRouterHandler] = [show_file, show_loader]


def _answer(request: AnyRequest, name: str) -> Response[bytes]:
    asset = _load(name, _stamp(name))
    headers = {"etag": asset.etag, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == asset.etag:
        return Response(b"", status_code=304, headers=headers)
    body = asset.plain
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["content-encoding"] = asset.packed, "gzip"
    return Response(body, media_type=asset.media_type, headers=headers)


def _stamp(name: str) -> int:
    try:
        path = _path(name)
        if not path.is_file():
            raise NotFound
        return path.stat().st_mtime_ns
    except (OSError, ValueError):
        raise NotFound from None


@lru_cache(maxsize=256)
def _load(name: str, stamp: int) -> Asset:
    path = _path(name)
    plain = path.read_bytes()
    media_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, 9, mtime=0) if path.suffix in COMPRESSED else None
    return Asset(plain, packed, media_type, f'"{hashlib.sha256(plain).hexdigest()[:20]}"')


def _path(name: str) -> Path:
    path = (manifest.STATIC / name).resolve()
    if not path.is_relative_to(manifest.STATIC.resolve()) or any(part.startswith(".") for part in Path(name).parts):
        raise NotFound
    return path
