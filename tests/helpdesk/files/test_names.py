"""Names of files, cleaned before anybody judges them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.files.names import MAX_CHARS, clean_name, ending_of

NAMES = [
    ("Рахунок №5.pdf", "Рахунок №5.pdf"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\windows\\system.ini", "system.ini"),
    ("/etc/shadow", "shadow"),
    ("C:\\boot.ini", "boot.ini"),
    ("a\0b.txt", "ab.txt"),
    ("x.ht\u200bml", "x.html"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ("bill.pdf\r\nSet-Cookie: a=b", "bill.pdfSet-Cookie_ a=b"),
    ('"><svg onload=alert(1)>.png', "___svg onload=alert(1)_.png"),
    (".htaccess", "htaccess"),
    ("...", "file"),
    ("", "file"),
    ("\u2024\u2024/\u2024\u2024/x", "x"),
    ("CON.txt", "_CON.txt"),
    ("  photo .png ", "photo .png"),
    ("a" * 300 + ".jpeg", "a" * 145 + ".jpeg"),
]


@pytest.mark.parametrize(("given_name", "clean"), NAMES)
def test_a_name_keeps_what_is_harmless(given_name: str, clean: str) -> None:
    assert clean_name(given_name) == clean


@given(st.text(max_size=400))
def test_whatever_the_name_it_ends_as_one_plain_line(name: str) -> None:
    clean = clean_name(name)

    assert 0 < len(clean) <= MAX_CHARS
    assert not set(clean) & set('/\\\0\r\n<>:"|?*')
    assert clean.isprintable()
    assert clean_name(clean) == clean
    assert not clean.startswith(".")


def test_an_ending_is_the_last_one_in_lower_case() -> None:
    assert [ending_of(name) for name in ("a.TXT", "a.tar.GZ", "none", "a.")] == [".txt", ".gz", "", "."]
