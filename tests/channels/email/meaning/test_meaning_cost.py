"""Mails made to be slow, read in time."""

import time
from collections.abc import Callable

import pytest

from channels.email.bounces import read_bounce
from channels.email.folding import fold
from channels.email.forwards import find_forward
from channels.email.html_text import html_to_text
from channels.email.html_view import sanitise_mail
from channels.email.mime.headers import Headers

MEGABYTE = 1_000_000
MAX_S = 5.0  # of one core; what is not linear takes minutes

pytestmark = pytest.mark.alone

TEXTS = [
    *(
        ">\n",
        "> quoted words\n",
        "x",
        "a:\n",
        "--\n",
        "\n",
        "From: a@b\n",
        "Cc: a\n",
        "On 5.5.2024 a@b wrote:\n",
        "> a\nb:\n",
        "________\n",
        "Disclaimer\n",
    ),
    *(
        "Sent from my x\n",
        " ",
        "@",
        "a@",
        "550 ",
        "<a@b>:\n",
        "<",
        "Message-ID:\n",
        "to: a@b\n",
        "message to ",
        "5.1.1.",
        ":：",
        "*",
        "Fwd: ",
        ". ",
    ),
]
PAGES = [
    *(
        "<div>",
        "<blockquote>x",
        "<a href='https://x.example/1'>a</a> ",
        "<",
        "<!--",
        "<a ",
        '<a x="',
        "<p hidden>x",
        "<ul><li>x",
        "<table><tr><td>x",
    ),
    *(
        "&",
        "&amp;",
        "\xa0",
        "<font color=1><p>",
        "<img src=https://x.example/a>",
        "<p style='display:none'",
        "<style>x",
        "<br>",
        "<@",
        "<b><i>",
        "a=b ",
        "<h1>x",
    ),
]


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def much(piece: str) -> str:
    return piece * (MEGABYTE // 5 // len(piece))


@pytest.mark.parametrize("piece", TEXTS)
def test_long_text_is_folded_in_time(piece: str) -> None:
    text = much(piece)

    assert seconds(lambda: fold(text)) < MAX_S
    assert seconds(lambda: find_forward(text, subject="Fwd: x", attached=None)) < MAX_S


@pytest.mark.parametrize("piece", TEXTS)
def test_long_bounce_is_read_in_time(piece: str) -> None:
    text = much(piece)
    headers = Headers.of({"From": "mailer-daemon@x.example"})

    assert (
        seconds(
            lambda: read_bounce(
                headers, subject="Undelivered mail", from_email="mailer-daemon@x.example", parts=[], text=text
            )
        )
        < MAX_S
    )


@pytest.mark.parametrize("piece", PAGES)
def test_long_page_is_read_in_time(piece: str) -> None:
    html = much(piece)

    assert seconds(lambda: html_to_text(html)) < MAX_S
    assert seconds(lambda: sanitise_mail(html)) < MAX_S


@pytest.mark.parametrize(
    "text", [">\n" * 500_000, "x" * MEGABYTE, "<a@b.example>:\n" * 70_000], ids=["quotes", "line", "colons"]
)
def test_megabyte_of_text_is_folded_in_time(text: str) -> None:
    assert seconds(lambda: fold(text)) < MAX_S


@pytest.mark.parametrize("piece", ["<a href='https://x.example/1'>a</a> ", "<div>"], ids=["links", "divs"])
def test_page_of_a_hundred_thousand_tags_is_read_in_time(piece: str) -> None:
    html = piece * 100_000

    assert seconds(lambda: html_to_text(html)) < MAX_S
    assert seconds(lambda: sanitise_mail(html)) < MAX_S


def test_a_hundred_thousand_attributes_on_one_tag_are_left_out() -> None:
    html = "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">the lamp"

    assert seconds(lambda: sanitise_mail(html)) < MAX_S
    assert "the lamp" in sanitise_mail(html).html


def test_unclosed_fonts_do_not_multiply() -> None:
    html = "".join(f"<font color={number}><p>" for number in range(2_000)) + "<p>x" * 20_000

    assert len(sanitise_mail(html).html) < 20 * MEGABYTE


def test_everyday_page_of_five_megabytes_is_shown_in_time() -> None:
    html = '<p align="left">hello <b>world</b> <a href="https://x.example/a">x</a></p>\n' * 66_000
    assert len(html) > 4.9 * MEGABYTE

    assert seconds(lambda: sanitise_mail(html)) < 4
