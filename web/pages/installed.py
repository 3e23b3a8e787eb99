"""What makes the console an app of its own: its manifest, and the worker that keeps its code."""

import hashlib
import json
from typing import Any, Final

from litestar import Request, Response, get

from helpdesk import db, settings
from helpdesk.errors import NotFound
from web import manifest
from web.headers import Kind
from web.provided import TheSignedIn

WORKER: Final = "worker.js"
SHELL: Final = "shell.json"
ACCENT: Final = "#1f5fbf"
PAPER: Final = "#f4f6f8"

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


@get("/app.webmanifest", opt={"access": "agent"}, sync_to_thread=True, include_in_schema=False)
def show_manifest(signed_in: TheSignedIn) -> Response[bytes]:
    """Answer what the console is called on a phone's first page, and how it looks there."""
    with db.reading() as session:
        name = str(settings.get(session, "desk_name"))
    content = {
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": signed_in.locale,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "icons": [
            {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml"},
            _icon("icon-192", 192),
            _icon("icon-512", 512),
            {**_icon("maskable-512", 512), "purpose": "maskable"},
        ],
    }
    return Response(json.dumps(content, ensure_ascii=False).encode(), media_type="application/manifest+json")


@get("/worker.js", opt={"access": "public", "headers": Kind.WORKER}, sync_to_thread=True, include_in_schema=False)
def show_worker(request: AnyRequest) -> Response[bytes]:
    """Answer the service worker, preceded by the files it keeps: another build is another worker."""
    content = _worker()
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers={"etag": etag})
    return Response(content, media_type="text/javascript", headers={"etag": etag})


def _worker() -> bytes:
    try:
        code = (manifest.STATIC / WORKER).read_bytes()
        files = [f"/static/{name}" for name in json.loads((manifest.STATIC / SHELL).read_text("utf-8"))]
    except OSError:
        raise NotFound from None
    version = hashlib.sha256(code + "\n".join(files).encode()).hexdigest()[:12]
    return f"const HELPDESK_BUILD={json.dumps({'version': version, 'files': files})};\n".encode() + code


def _icon(name: str, size: int) -> dict[str, str]:
    return {"src": f"/static/icons/{name}.png", "sizes": f"{size}x{size}", "type": "image/png"}
