"""Attack 48: no name leads out of the folder, on the way in or out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk import storage
from tests import uploads
from tests.cast import Desk
from tests.edge import Browser

Open = Callable[..., Browser]

NAMES = [
    "../../../../tmp/evil",
    "/etc/cron.d/evil",
    "..\\..\\evil.exe",
    "evil\0.txt",
    "\u2025/\u2025/evil",
    "....//....//evil",
    "%2e%2e%2fevil",
    "~/.ssh/authorized_keys",
    "file:///etc/passwd",
]


def everything_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_bytes_lie_under_their_hash_whatever_the_name(desk: Desk, browser: Open, name: str) -> None:
    before = everything_below(desk.folder)

    uploads.upload(browser("anna"), name, b"evil")

    new = {path for path in everything_below(desk.folder) - before if "sqlite3" not in path.name}
    assert new == {storage.path(storage.put_bytes(b"evil"))}


@pytest.mark.parametrize(
    "path",
    [
        "/api/attachments/../../etc/passwd",
        "/api/attachments/..%2f..%2fetc%2fpasswd",
        "/api/attachments/%2e%2e%2f%2e%2e%2fhelpdesk.sqlite3",
        "/api/attachments/....//....//helpdesk.sqlite3",
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static//etc/passwd",
        "/chat/x/files/..%2f..%2fhelpdesk.sqlite3",
    ],
)
def test_no_address_leads_out(browser: Open, path: str) -> None:
    answer = browser("anna").get(path)

    assert answer.status_code in (400, 401, 404)
    assert b"root:" not in answer.content
    assert b"SQLite format" not in answer.content


@pytest.mark.parametrize("blob", ["../" * 10 + "etc/passwd", "a" * 63, "A" * 64, "g" * 64, "", "a" * 62 + "/."])
def test_storage_knows_only_hashes(blob: str) -> None:
    with pytest.raises(ValueError, match="blob"):
        storage.path(blob)
