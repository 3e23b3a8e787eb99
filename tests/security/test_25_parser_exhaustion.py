"""Mails made to exhaust whoever reads them: each is in, and so is the next, within seconds."""

import time
from collections.abc import Callable
from typing import Final

import pytest

from tests.cast import Desk
from tests.channels.email.inbound.mailrooms import becomes_true, is_begun, open_mailbox, subjects, taking_in
from tests.channels.email.inbound.mails import mail
from tests.peers.imap import Box

WITHIN_S: Final = 10.0
HEAD: Final = b"From: eve@evil.example\r\nSubject: poison\r\nMIME-Version: 1.0\r\n"


def deep_multiparts() -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (nth, nth) for nth in range(3_000)
    )
    return HEAD + opened + b"\r\nend\r\n"


def many_comments() -> bytes:
    return b"From: " + b"(" * 100_000 + b"\r\nSubject: poison\r\n\r\nx\r\n"


def many_parameters() -> bytes:
    names = b"".join(b";\r\n a*%d*=utf-8''%%D0" % nth for nth in range(30_000))
    return HEAD + b"Content-Type: text/plain" + names + b"\r\n\r\nx\r\n"


def many_parts() -> bytes:
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 100_000 + b"--b--\r\n"


def many_recipients() -> bytes:
    names = b",\r\n ".join(b"c%d <c%d@shop.example>" % (nth, nth) for nth in range(40_000))
    return HEAD + b"To: " + names + b"\r\n\r\nx\r\n"


def many_words() -> bytes:
    return b"From: eve@evil.example\r\nSubject: " + b"=?utf-8?q?a?= " * 60_000 + b"\r\n\r\nx\r\n"


def nested_html() -> bytes:
    return HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000


def quoted_text() -> bytes:
    return HEAD + b"Content-Type: text/plain\r\n\r\n" + b"> " * 500_000 + b"\r\n" + b"On " * 300_000


def many_references() -> bytes:
    return HEAD + b"References: " + b" ".join(b"<%d@x.example>" % nth for nth in range(60_000)) + b"\r\n\r\nx\r\n"


def odd_charsets() -> bytes:
    parts = b"".join(
        b'--b\r\nContent-Type: text/plain; charset="%s"\r\n\r\n\xff\xfe\x80caf\xe9\r\n' % name
        for name in (b"idna", b"zip", b"x-none", b"undefined", b"utf-7", b"utf-32")
    )
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + parts + b"--b--\r\n"


MAKERS: Final = (
    deep_multiparts,
    many_comments,
    many_parameters,
    many_parts,
    many_recipients,
    many_words,
    nested_html,
    quoted_text,
    many_references,
    odd_charsets,
)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_the_next_mail_is_in_soon(desk: Desk, box: Box, make: Callable[[], bytes]) -> None:
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        poison = make()
        box.append(poison)
        box.append(mail("next"))
        began = time.monotonic()
        assert becomes_true(lambda: "next" in subjects(channel), within_s=30)
        took_s = time.monotonic() - began

    assert took_s < WITHIN_S
    assert len(subjects(channel)) == 2, "the poisoned mail is kept too"
