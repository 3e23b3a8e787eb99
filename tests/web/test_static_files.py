"""The built front end over HTTP."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.edge import Browser
from web import manifest

Open = Callable[..., Browser]
LOADER = b"console.log('hello')" * 20
HASHED = b"export const a = 1;" * 20


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end built somewhere else."""
    static = tmp_path / "static"
    (static / "console").mkdir(parents=True)
    (static / "widget.js").write_bytes(LOADER)
    (static / "console/main-ABC123.js").write_bytes(HASHED)
    (static / "manifest.json").write_text(
        json.dumps({"console/main.js": "console/main-ABC123.js", "widget.js": "widget.js"})
    )
    (static / ".secret").write_text("canary")
    (tmp_path / "outside.txt").write_text("canary")
    monkeypatch.setattr(manifest, "STATIC", static)
    return static


def test_a_hashed_file_is_kept_for_ever(browser: Open) -> None:
    answer = browser().get("/static/console/main-ABC123.js")

    assert answer.content == HASHED
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


def test_the_loader_is_open_to_every_site_and_asked_for_again_soon(browser: Open) -> None:
    answer = browser().get("/widget.js")

    assert answer.content == LOADER
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    again = browser().get("/widget.js", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_travel_packed_where_browsers_can_unpack(browser: Open) -> None:
    with browser().client.stream("GET", "/widget.js", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == LOADER
    assert "content-encoding" not in browser().get("/widget.js", headers={"accept-encoding": "identity"}).headers


def test_a_new_build_is_seen_without_a_restart(browser: Open, built: Path) -> None:
    browser().get("/widget.js")
    (built / "widget.js").write_bytes(b"new")

    assert browser().get("/widget.js").content == b"new"


@pytest.mark.parametrize(
    "path",
    [
        "/static/manifest.json",
        "/static/widget.js",
        "/static/.secret",
        "/static/../outside.txt",
        "/static/%2e%2e/outside.txt",
        "/static/..%2foutside.txt",
        "/static/%2Fetc/passwd",
        "/static//etc/passwd",
        "/static/console/main-ABC123.js%00.css",
        "/static/console",
        "/static/",
    ],
)
def test_nothing_else_is_served(browser: Open, path: str) -> None:
    answer = browser().get(path)

    assert answer.status_code == 404
    assert "canary" not in answer.text
