"""Attack 49: nothing sent up becomes code, whatever tricks its name plays."""

import stat
from collections.abc import Callable

import pytest

from helpdesk import storage
from helpdesk.config import Config
from tests import uploads
from tests.cast import Desk
from tests.edge import Browser
from tests.widgets import new_token, rest

Open = Callable[..., Browser]

NAMES = [
    "shell.php",
    "shell.p\u200bhp",
    "shell.php\u202e",
    "shell.php.jpg",
    "shell.jpg.php",
    ".htaccess",
    "\u200b.htaccess",
    "shell.PhP5",
    "shell.pht",
    "shell.phtml ",
    "shell.php.",
    "shell.php\0.jpg",
    "shell.asp;.jpg",
    "index.html\u00ad",
]


@pytest.mark.parametrize("name", NAMES)
def test_it_lies_outside_what_is_served_and_is_not_executable(desk: Desk, browser: Open, name: str) -> None:
    anna = browser("anna")
    file = uploads.upload(anna, name, uploads.PHP).json()
    path = storage.path(storage.put_bytes(uploads.PHP))

    assert path.is_relative_to(desk.folder / "files")
    assert path.suffix == ""
    assert not path.stat().st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    assert not file["filename"].startswith(".")
    assert anna.get(file["url"]).headers["content-type"] == "application/octet-stream"
    for address in (f"/static/{file['filename']}", f"/files/{file['filename']}", f"/{file['filename']}"):
        assert anna.get(address).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_visitors_cannot_send_it_at_all(desk: Desk, server: Config, name: str) -> None:
    with rest(server, desk, new_token()) as client:
        answer = client.post("uploads", files={"file": (name, uploads.PHP)})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")


def test_a_visitors_picture_is_taken(desk: Desk, server: Config) -> None:
    with rest(server, desk, new_token()) as client:
        answer = client.post("uploads", files={"file": ("photo.png", uploads.png())})

    assert answer.status_code == 201
    assert answer.json()["image"] is True
