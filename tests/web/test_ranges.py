"""Players seek: they ask for parts of a file."""

from collections.abc import Callable

import pytest

from tests import uploads
from tests.edge import Browser
from web.ranges import Span, Unsatisfiable, wanted_span

Open = Callable[..., Browser]
SOUND = b"ID3" + bytes(range(256)) * 2000


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-99", Span(0, 100)),
        ("bytes=100-", Span(100, 1000)),
        ("bytes=-1", Span(999, 1000)),
        ("bytes=-5000", Span(0, 1000)),
        ("bytes=990-5000", Span(990, 1000)),
        ("Bytes = 5 - 5", Span(5, 6)),
        (None, None),
        ("bytes=-", None),
        ("bytes=7-3", None),
        ("bytes=0-1,5-9", None),
        ("pages=1-2", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_a_range_is_read(header: str | None, span: Span | None) -> None:
    assert wanted_span(header, size=1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_bytes_that_are_not_there_cannot_be_given(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted_span(header, size=1000)


def test_a_player_gets_the_part_it_asks_for(browser: Open) -> None:
    anna = browser("anna")
    url = uploads.upload(anna, "talk.mp3", SOUND).json()["url"]

    part = anna.get(url, headers={"range": "bytes=300000-300009"})

    assert (part.status_code, part.content) == (206, SOUND[300_000:300_010])
    assert part.headers["content-range"] == f"bytes 300000-300009/{len(SOUND)}"
    assert part.headers["content-length"] == "10"
    assert part.headers["content-type"] == "audio/mpeg"


def test_all_of_a_file_says_that_parts_may_be_asked_for(browser: Open) -> None:
    anna = browser("anna")
    url = uploads.upload(anna, "talk.mp3", SOUND).json()["url"]

    whole = anna.get(url)

    assert (whole.status_code, whole.content) == (200, SOUND)
    assert whole.headers["accept-ranges"] == "bytes"


def test_what_is_not_there_is_refused_with_the_size(browser: Open) -> None:
    anna = browser("anna")
    url = uploads.upload(anna, "talk.mp3", SOUND).json()["url"]

    refused = anna.get(url, headers={"range": f"bytes={len(SOUND)}-"})

    assert refused.status_code == 416
    assert refused.headers["content-range"] == f"bytes */{len(SOUND)}"


def test_a_part_of_another_file_is_all_of_this_one(browser: Open) -> None:
    anna = browser("anna")
    url = uploads.upload(anna, "talk.mp3", SOUND).json()["url"]

    whole = anna.get(url, headers={"range": "bytes=0-9", "if-range": '"of-before"'})

    assert (whole.status_code, len(whole.content)) == (200, len(SOUND))


def test_who_may_not_see_a_file_gets_no_part_of_it(browser: Open) -> None:
    url = uploads.upload(browser("anna"), "talk.mp3", SOUND).json()["url"]

    assert browser("charlie").get(url, headers={"range": "bytes=0-9"}).status_code == 404
