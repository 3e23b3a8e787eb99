"""Returned mails: whether, to whom, why and for good; and what only looks like one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.bounces import read_bounce
from channels.email.mime.headers import Headers
from channels.email.parse import parse_email
from channels.email.parsed import ReportPart

SAMPLES = sorted(Path(__file__).parent.joinpath("bounces").glob("*.eml"))


def read(path: Path) -> tuple[list[str], bytes]:
    """Return what is expected of a sample, its first line, and the mail."""
    expected, _, raw = path.read_bytes().partition(b"\n")
    label, *words = expected.decode().split()
    assert label == "expect:", path.name
    return words, raw


def test_there_are_samples() -> None:
    assert sum(read(path)[0][0] != "none" for path in SAMPLES) >= 40
    assert sum(read(path)[0][0] == "none" for path in SAMPLES) >= 15


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_mail_is_a_bounce_or_not_as_a_person_would_say(path: Path) -> None:
    expected, raw = read(path)

    mail = parse_email(raw)

    assert not mail.defects or path.stem == "courier_mta"
    if mail.bounce is None:
        assert ["none", mail.auto_kind or "-"] == expected
    else:
        hardness = "hard" if mail.bounce.is_hard else "soft"
        assert [hardness, mail.bounce.status or "-", ",".join(mail.failed_recipients)] == expected


@pytest.mark.parametrize(
    "name",
    ["dsn_postfix_unknown_user", "qmail", "exim", "sendmail_transcript_only", "original_only_names_the_recipient"],
)
def test_id_of_the_mail_that_failed_is_found(name: str) -> None:
    _, raw = read(next(path for path in SAMPLES if path.stem == name))

    bounce = parse_email(raw).bounce

    assert bounce is not None
    assert bounce.original_message_id.startswith("<order")


def test_diagnostic_is_the_servers_own_sentence() -> None:
    _, raw = read(next(path for path in SAMPLES if path.stem == "dsn_postfix_unknown_user"))

    bounce = parse_email(raw).bounce

    assert bounce is not None
    assert bounce.diagnostic.startswith("550 5.1.1 <gone@firm.example>: Recipient address rejected")


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.joinpath("replies").glob("*.txt")), ids=lambda path: path.stem
)
def test_letter_of_a_person_is_neither_a_bounce_nor_automatic(path: Path) -> None:
    body = path.read_text(encoding="utf-8").partition("\n~~~~\n")[0]
    head = "From: Vera <vera@firm.example>\nTo: support@shop.example\nSubject: Re: Lamp\nContent-Type: text/plain; charset=utf-8\n\n"

    mail = parse_email((head + body).encode())

    assert mail.bounce is None
    assert mail.auto_kind == ""


words = st.sampled_from(
    ["550 5.1.1", "user unknown", "gone@firm.example", "<gone@firm.example>:", "could not be delivered", "Action: failed", "Final-Recipient: rfc822;a@b",
     "Status: 4.4.1", "\n", "\n\n", "Received: from x", "Message-ID: <1@x>", "To: a@firm.example", "RCPT TO:<", "delayed", ":", "@", ">"]
)  # fmt: skip


@given(
    st.lists(words | st.text(max_size=10), max_size=40),
    st.sampled_from(["text/plain", "message/delivery-status", "message/rfc822"]),
)
def test_reading_a_bounce_never_raises(pieces: list[str], media_type: str) -> None:
    text = " ".join(pieces)
    headers = Headers.of({"From": "mailer-daemon@x.example", "To": "support@shop.example"})

    bounce = read_bounce(
        headers,
        subject="Undelivered mail",
        from_email="mailer-daemon@x.example",
        parts=[ReportPart(media_type, text)],
        text=text,
    )

    assert bounce is None or all("@" in address for address in bounce.failed_recipients)
