"""Text to safe HTML, for agents and for customers."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import markup


def test_an_agents_markdown_becomes_html() -> None:
    html = markup.from_markdown("**Bold**, *soft*, `code`\n- one\n- two\n\n> quoted")

    assert "<strong>Bold</strong>" in html
    assert "<li>one</li>" in html
    assert "<blockquote>" in html


def test_a_bare_address_becomes_a_link_without_the_full_stop() -> None:
    html = markup.from_markdown("See https://shop.example/a?b=1&c=2.")

    assert 'href="https://shop.example/a?b=1&amp;c=2"' in html
    assert html.rstrip().endswith("</a>.</p>")


def test_an_address_in_code_or_in_a_link_is_left_alone() -> None:
    html = markup.from_markdown("`https://a.example` [text](https://b.example)")

    assert html.count("<a ") == 1


@pytest.mark.parametrize("to_html", [markup.from_plain, markup.from_markdown])
@pytest.mark.parametrize(
    ("text", "href", "name"),
    [
        ("https://evil.example/\u202egnp.exe", "https://evil.example/", "https://evil.example/"),
        ("https://bank.example\u200b.evil.example/", "https://bank.example", "https://bank.example"),
        ("https://\u0430pple.com/x", "https://\u0430pple.com/x", "https://xn--pple-43d.com/x"),
        ("https://\u0410pple.com", "https://\u0410pple.com", "https://xn--pple-43d.com"),
        (
            "https://\u0430\u0440\u0440\u04cf\u0435.com",
            "https://\u0430\u0440\u0440\u04cf\u0435.com",
            "https://xn--80ak6aa92e.com",
        ),
        ("https://пошта.укр/", "https://пошта.укр/", "https://пошта.укр/"),
        ("https://сосо.рф/", "https://сосо.рф/", "https://сосо.рф/"),
    ],
)
def test_an_address_shows_where_it_leads(to_html: Callable[[str], str], text: str, href: str, name: str) -> None:
    found = re.search(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', to_html(text))

    assert found is not None
    assert found.groups() == (href, name)


@pytest.mark.parametrize("text", ["http://paypal.com@evil.example/", "https://bank.example:443@evil.example"])
def test_an_address_with_a_name_before_its_host_is_no_link(text: str) -> None:
    assert "<a " not in markup.from_plain(text) + markup.from_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<a href='vbscript:x'>y</a>",
        "[x](  jAvAsCrIpT:alert(1) )",
    ],
)
def test_nothing_that_runs_gets_through(text: str) -> None:
    for html in (markup.from_markdown(text), markup.from_plain(text)):
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="j' not in html.lower()
        assert 'href="d' not in html.lower()


@given(st.text(max_size=300))
def test_sanitised_html_stays_as_it_is_when_sanitised_again(text: str) -> None:
    for html in (markup.from_markdown(text), markup.from_plain(text)):
        assert markup.sanitise(html) == html


@given(st.text(alphabet=st.characters(), max_size=200))
def test_clean_text_can_be_stored_everywhere(text: str) -> None:
    cleaned = markup.clean(text)

    cleaned.encode()
    assert "\x00" not in cleaned


def test_a_preview_is_one_line_and_no_longer_than_asked() -> None:
    assert markup.preview("a\n\n b" + "c" * 300, chars=20) == "a b" + "c" * 16 + "…"


def test_a_preview_of_a_long_text_looks_past_white_space_at_its_beginning() -> None:
    long = "\n" * 5_000 + "word " * 5_000

    assert markup.preview(long, chars=20) == "word word word word…"
