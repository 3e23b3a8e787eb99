"""Attack 4: a file's name breaks no header and deceives nobody."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.edge import Browser

Open = Callable[..., Browser]

NAMES = [
    '"><svg onload=alert(1)>.png',
    "bill.pdf\r\nSet-Cookie: session=evil\r\n\r\n<html>",
    "invoice\u202efdp.exe",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "a\0b.html",
    "'; filename*=UTF-8''evil.html",
    "рахунок\u2028.pdf",
    "%0d%0aSet-Cookie:a=b.txt",
    "=?utf-8?q?evil?=.txt",
    "\ufeff\u200b\u2066.txt",
    "a" * 5_000 + ".txt",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_one_plain_word_in_a_header(browser: Open, name: str) -> None:
    anna = browser("anna")
    part = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{_escaped(name)}"\r\n\r\nwords\r\n--b--\r\n'
    sent = anna.send(
        "POST", "/api/uploads", content=part.encode(), headers={"content-type": "multipart/form-data; boundary=b"}
    )
    if sent.status_code == 400:
        return  # a header too long or broken is no upload at all

    answer = anna.get(sent.json()["url"])
    said = answer.headers["content-disposition"]
    kept = unquote(said.partition("filename*=UTF-8''")[2])

    assert "set-cookie" not in answer.headers
    assert said.isascii()
    assert said.isprintable()
    assert said.count('"') == 2
    assert kept == sent.json()["filename"]
    assert kept.isprintable()
    assert not set(kept) & set('/\\<>"\u202e\u2066\u200b')


def test_at_least_most_of_these_names_are_uploaded(browser: Open) -> None:
    anna = browser("anna")
    statuses = [
        anna.send("POST", "/api/uploads", files={"file": (name or "x", b"words")}).status_code for name in NAMES[:9]
    ]

    assert statuses.count(201) >= 8


def _escaped(name: str) -> str:
    # As browsers do (WHATWG HTML, multipart/form-data encoding).
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
