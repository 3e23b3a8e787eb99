"""Files sent up and fetched by agents."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from helpdesk import db, ratelimit, storage
from helpdesk.actions.attachments import AGENT_MAX_BYTES
from helpdesk.ratelimit import Limit
from tests import uploads
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import visitor_writes
from web.session import cookie_name, csrf_token

Open = Callable[..., Browser]


def test_a_file_goes_up_into_a_reply_and_down_again(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    anna = browser("anna")
    file = uploads.upload(anna, "Рахунок.pdf", uploads.PDF).json()
    body = {
        "client_key": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "text": "Here",
        "attachment_ids": [file["id"]],
        "seen_message_id": None,
    }

    message = anna.post(f"/api/tickets/{ticket_id}/replies", body).json()["message"]
    fetched = anna.get(message["attachments"][0]["url"])

    assert (file["filename"], file["media_type"], file["size"]) == ("Рахунок.pdf", "application/pdf", len(uploads.PDF))
    assert fetched.content == uploads.PDF
    assert fetched.headers["content-disposition"].startswith("attachment;")


def test_a_picture_can_be_shown_in_its_place(desk: Desk, browser: Open) -> None:
    anna = browser("anna")
    file = uploads.upload(anna, "screen.png", uploads.png()).json()

    shown = anna.get(file["preview_url"])

    assert (file["width"], file["height"]) == (2, 2)
    assert shown.headers["content-disposition"].startswith("inline;")
    assert shown.headers["content-type"] == "image/png"


def test_a_file_that_is_known_need_not_travel_again(browser: Open) -> None:
    anna = browser("anna")
    url = uploads.upload(anna, "screen.png", uploads.png()).json()["url"]
    etag = anna.get(url).headers["etag"]

    again = anna.get(url, headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_a_file_larger_than_25_mb_is_refused_before_it_is_sent(browser: Open) -> None:
    anna = browser("anna")
    with socket.create_connection(("127.0.0.1", anna.config.port)) as one:
        one.sendall(
            f"POST /api/uploads HTTP/1.1\r\nHost: 127.0.0.1:{anna.config.port}\r\nOrigin: {anna.config.origin}\r\n"
            f"Cookie: {cookie_name(anna.config)}={anna.token}\r\nX-CSRF-Token: {csrf_token(anna.token)}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {60 * 1024 * 1024}\r\n\r\n".encode()
        )
        one.settimeout(5)
        answer = one.recv(4096).decode()

    assert " 413 " in answer.splitlines()[0]
    assert f'"max_bytes":{AGENT_MAX_BYTES}' in answer


def resident_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def test_a_file_that_lies_about_its_size_is_counted_and_memory_stays_flat(browser: Open) -> None:
    anna = browser("anna")
    before = resident_kb()

    def body() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n'
        for _ in range(60):
            yield b"x" * 1_048_576
        yield b"\r\n--b--\r\n"

    answer = anna.send(
        "POST", "/api/uploads", content=body(), headers={"content-type": "multipart/form-data; boundary=b"}
    )

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
    assert resident_kb() - before < 25_000


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"--b\r\n", "multipart/form-data; boundary=b", 400),
        (b"--b--\r\n", "multipart/form-data; boundary=b", 400),
        (b"", "multipart/form-data; boundary=b", 400),
        (b"words", "text/plain", 415),
        (b"words", "multipart/form-data", 415),
        (
            b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
            400,
        ),
    ],
)
def test_a_form_that_is_none_is_refused_with_a_reason(browser: Open, content: bytes, kind: str, status: int) -> None:
    answer = browser("anna").send("POST", "/api/uploads", content=content, headers={"content-type": kind})

    assert answer.status_code == status
    assert answer.json()["code"] in ("invalid", "unsupported_media")


def test_two_files_at_once_are_refused(browser: Open) -> None:
    files = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]

    assert browser("anna").send("POST", "/api/uploads", files=files).status_code == 400


def test_uploads_have_a_limit(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "UPLOAD", Limit("upload_few", 2, 60))
    anna = browser("anna")

    statuses = [uploads.upload(anna, "a.txt", b"a").status_code for _ in range(3)]

    assert statuses == [201, 201, 429]


def test_a_file_whose_bytes_are_gone_is_not_found(browser: Open) -> None:
    anna = browser("anna")
    file = uploads.upload(anna, "a.txt", b"lost").json()
    with db.reading() as session:
        blob = storage.put_bytes(b"lost")
        session.rollback()
    storage.delete(blob)

    assert anna.get(file["url"]).status_code == 404


def test_a_disk_that_takes_nothing_is_told(browser: Open, desk: Desk) -> None:
    folder = desk.folder / "files"
    if folder.exists():
        folder.rmdir()
    folder.write_text("a file where the folder should be")

    answer = uploads.upload(browser("anna"), "a.txt", b"words")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_a_large_picture_has_a_small_copy_for_those_who_may_have_it(desk: Desk, browser: Open) -> None:
    anna, charlie = browser("anna"), browser("charlie")
    file = uploads.upload(anna, "photo.png", uploads.noise(700, 500)).json()

    small = anna.get(file["small_url"])
    known = anna.get(file["small_url"], headers={"if-none-match": small.headers["etag"]})

    assert small.headers["content-type"] == "image/webp"
    assert len(small.content) < file["size"] / 4
    assert small.headers["x-content-type-options"] == "nosniff"
    assert known.status_code == 304
    assert charlie.get(file["small_url"]).status_code == 404


def test_a_picture_without_a_small_copy_is_given_itself(browser: Open) -> None:
    anna = browser("anna")
    file = uploads.upload(anna, "screen.png", uploads.png()).json()
    broken = uploads.upload(anna, "broken.png", uploads.png(3000, 3000) + bytes(70_000)).json()

    assert file["small_url"] == file["preview_url"]
    assert broken["small_url"].endswith("&small=1")
    assert anna.get(broken["small_url"]).headers["content-type"] == "image/png"
