"""What makes the console an app: its manifest, its worker and its icons."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk import db, settings
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from web import manifest

Open = Callable[..., Browser]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    static = tmp_path / "static"
    static.mkdir()
    (static / "worker.js").write_text("startShell()")
    (static / "shell.json").write_text(json.dumps(["console/main-ABC.js"]))
    monkeypatch.setattr(manifest, "STATIC", static)
    return static


def test_the_app_is_called_like_the_desk(desk: Desk, browser: Open) -> None:
    with db.reading() as session:
        name = settings.get(session, "desk_name")

    answer = browser("anna").get("/app.webmanifest")

    assert answer.headers["content-type"].startswith("application/manifest+json")
    assert answer.json()["name"] == name
    assert answer.json()["display"] == "standalone"


def test_the_manifest_is_for_those_who_are_signed_in(browser: Open) -> None:
    assert browser().get("/app.webmanifest").status_code in (303, 401)


def test_the_worker_names_the_files_of_this_build_and_is_asked_for_at_every_visit(built: Path, browser: Open) -> None:
    answer = browser().get("/worker.js")

    assert '"/static/console/main-ABC.js"' in answer.text
    assert answer.text.endswith("startShell()")
    assert answer.headers["cache-control"] == "no-cache"
    assert browser().get("/worker.js", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_another_build_is_another_worker(built: Path, browser: Open) -> None:
    before = browser().get("/worker.js").text

    (built / "shell.json").write_text(json.dumps(["console/main-DEF.js"]))

    assert browser().get("/worker.js").text != before


def test_without_a_built_front_end_there_is_no_worker(built: Path, browser: Open) -> None:
    (built / "worker.js").unlink()

    assert browser().get("/worker.js").status_code == 404


def test_the_worker_is_not_among_the_files_that_are_kept_for_ever(built: Path, browser: Open) -> None:
    assert browser().get("/static/worker.js").status_code == 404
    assert browser().get("/static/shell.json").status_code == 404


def test_a_console_that_stayed_open_over_an_update_is_told_of_the_new_build(
    browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "build", lambda: "after")
    page = browser("anna").get("/").text

    with open_console(browser("anna")) as console:
        welcome = console.frames[0]

    assert welcome["build"] == "after"
    assert '<meta name="build" content="after">' in page


def test_another_build_of_any_file_has_another_name(built: Path) -> None:
    before = manifest.build()
    (built / "manifest.json").write_text("{}")
    os.utime(built / "manifest.json", (1, 1))
    first = manifest.build()
    (built / "shell.json").write_text(json.dumps(["console/main-DEF.js"]))
    os.utime(built / "manifest.json", (2, 2))

    assert before == ""
    assert manifest.build() not in ("", first)
