"""What a file is: by its content, whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.files.images import MAX_PIXELS, size_of
from helpdesk.files.types import HTML as HTML_TYPE
from helpdesk.files.types import SCRIPT, UNKNOWN, is_for_visitors, may_show, served_type, type_of
from tests import uploads

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KNOWN = [
    ("photo.png", uploads.png(), "image/png"),
    ("photo.html", uploads.png(), "image/png"),
    ("photo.gif", uploads.gif(), "image/gif"),
    ("photo.jpg", uploads.jpeg(), "image/jpeg"),
    ("photo.webp", uploads.webp(), "image/webp"),
    ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
    ("film.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0", "video/mp4"),
    ("film.webm", b"\x1aE\xdf\xa3" + b"\0" * 20, "video/webm"),
    ("voice.ogg", b"OggS\0\x02" + b"\0" * 20, "audio/ogg"),
    ("voice.mp3", b"ID3\x03\0" + b"\0" * 20, "audio/mpeg"),
    ("voice.wav", b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
    ("bill.pdf", uploads.PDF, "application/pdf"),
    ("letter.docx", uploads.office("word"), DOCX),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/vnd.ms-office"),
    ("notes.txt", "Привіт, світе".encode(), "text/plain"),
    ("notes.txt", "Привет, мир".encode("cp1251"), "text/plain"),
    ("notes.txt", "Привіт".encode("utf-16"), "text/plain"),
    ("table.csv", b"a;b\n1;2\n", "text/csv"),
]
ACTIVE = [
    ("page.html", uploads.HTML, HTML_TYPE),
    ("photo.png", uploads.HTML, HTML_TYPE),
    ("photo.png", b"  \n\t<ScRiPt>alert(1)</script>", HTML_TYPE),
    ("photo.jpg", "\ufeff<!-- --><svg onload=alert(1)>".encode(), HTML_TYPE),
    ("picture.svg", uploads.SVG, "image/svg+xml"),
    ("notes.txt", uploads.SVG, "image/svg+xml"),
    ("feed.xml", uploads.XML, "text/xml"),
    ("notes.txt", uploads.XML, "text/xml"),
    ("notes.html", b"just words", HTML_TYPE),
    ("shell.php", uploads.PHP, SCRIPT),
    ("shell.txt", uploads.PHP, SCRIPT),
    ("run.sh", b"#!/bin/sh\nrm -rf /", SCRIPT),
    ("run.bat", b"del *.*", SCRIPT),
    ("wide.txt", "<html><script>alert(1)</script>".encode("utf-16"), HTML_TYPE),
]


@pytest.mark.parametrize(("name", "data", "media_type"), KNOWN)
def test_what_people_send_is_known_and_taken_from_visitors(name: str, data: bytes, media_type: str) -> None:
    assert type_of(data, name) == media_type
    assert is_for_visitors(media_type)
    assert served_type(media_type) == media_type


@pytest.mark.parametrize(("name", "data", "media_type"), ACTIVE)
def test_what_could_run_is_known_whatever_it_is_called(name: str, data: bytes, media_type: str) -> None:
    assert type_of(data, name) == media_type
    assert not is_for_visitors(media_type)
    assert served_type(media_type) == UNKNOWN


@pytest.mark.parametrize("data", [b"MZ\x90\0" + b"\0" * 60, b"\x7fELF" + b"\0" * 60, b"PK\x03\x04" + b"\0" * 60, b""])
def test_programs_archives_and_nothing_are_not_taken_from_visitors(data: bytes) -> None:
    assert not is_for_visitors(type_of(data, "invoice.pdf.exe"))


@pytest.mark.parametrize(
    ("data", "media_type", "size"),
    [
        (uploads.png(12, 34), "image/png", (12, 34)),
        (uploads.gif(12, 34), "image/gif", (12, 34)),
        (uploads.jpeg(12, 34), "image/jpeg", (12, 34)),
        (uploads.webp(12, 34), "image/webp", (12, 34)),
        (b"\x89PNG\r\n\x1a\n", "image/png", None),
        (b"\xff\xd8\xff\xe0\xff\xff", "image/jpeg", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(
    data: bytes, media_type: str, size: tuple[int, int] | None
) -> None:
    assert size_of(data, media_type) == size


def test_a_size_that_no_column_holds_is_none() -> None:
    assert size_of(uploads.png(2**32 - 1, 1), "image/png") is None


def test_only_common_pictures_of_a_bearable_size_are_shown() -> None:
    assert may_show("image/png", 1000, 1000)
    assert not may_show("image/png", None, None)
    assert not may_show("image/png", MAX_PIXELS, 2)
    assert not may_show("image/svg+xml", 10, 10)
    assert not may_show("image/tiff", 10, 10)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_bytes_and_no_name_break_it(data: bytes, name: str) -> None:
    media_type = type_of(data, name)

    assert "/" in media_type
    size_of(data, media_type)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_size_of_a_picture(data: bytes) -> None:
    for media_type in ("image/png", "image/gif", "image/jpeg", "image/webp"):
        size_of(data, media_type)
