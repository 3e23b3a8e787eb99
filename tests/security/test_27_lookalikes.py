"""Row 27: whatever letters and charsets a mail uses, its reader sees the address it really came from."""

import base64
from collections.abc import Callable
from itertools import count
from typing import Final

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from channels.email.parse import parse_email
from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import Mail, SenderProof
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.security.letters import delivered, opened

Open = Callable[..., Browser]
RLO: Final = "\u202e"
CYRILLIC: Final = "\u0440\u0430ypal.com"  # its first two letters
SENDERS: Final = (
    (f"Bank {RLO}moc.knab@troppus", "eve1@evil.example", "eve1@evil.example", "Bank [U+202E]moc.knab@troppus"),
    ("support@bank.example", "eve2@evil.example", "eve2@evil.example", "support@bank.example"),
    ("PayPal", f"eve3@{CYRILLIC}", "(xn--ypal-43d9g.com)", "PayPal"),
    ("PayPal", "eve4@xn--ypal-43d9g.com", "eve4@xn--ypal-43d9g.com", "PayPal"),
    ("Eve", f"e{RLO}5ve\u200b@evil.example", "e[U+202E]5ve[U+200B]@evil.example", "Eve"),
)
CHARSETS: Final = (
    "idna",
    "zip",
    "rot13",
    "undefined",
    "utf-7",
    "utf-32",
    "punycode",
    "../../etc/passwd",
    "x" * 5_000,
    "",
)
_numbers = count(1)


def mail(name: str, address: str, *, subject: str = "Hello") -> bytes:
    """Return a mail whose sender is written so, letter by letter."""
    named, about = (f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?=" for text in (name, subject))
    head = f"From: {named} <{address}>\r\nTo: support@x.test\r\nSubject: {about}\r\nMessage-ID: <l{next(_numbers)}@x>"
    return f"{head}\r\n\r\nSend money\r\n".encode()


def test_the_screen_shows_where_each_mail_really_came_from(
    desk: Desk, browser: Open, server: Config, chromium: Chromium
) -> None:
    box = open_mailbox()
    page = opened(chromium, browser("dora"))

    for name, address, shown, shown_name in SENDERS:
        [message] = delivered(box, mail(name, address, subject=f"gpj{RLO}exe"))
        page.goto(f"{server.public_url}/?view=all&ticket={message.ticket_id}")
        expect(page.locator(".mail-head summary")).to_contain_text(shown)
        expect(page.locator(".message-author").first).to_have_text(shown_name)
        expect(page.get_by_role("option").filter(has_text="gpj[U+202E]exe").first).to_be_visible()
        assert RLO not in page.locator(".list-pane").inner_text()
    page.context.close()


@pytest.mark.parametrize("hidden", [RLO, "\u200b", "\u00ad", "\u2066", "\ufeff"])
def test_an_address_with_something_hidden_in_it_proves_nobody(desk: Desk, hidden: str) -> None:
    [message] = delivered(open_mailbox(), mail("Vera", f"vera{hidden}@shop.example"))

    with db.reading() as session:
        assert session.get_one(Mail, message.id).sender is SenderProof.UNCLEAR


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_charset_nobody_should_use_costs_at_most_its_odd_letters(desk: Desk, charset: str) -> None:
    head = f'From: =?{charset[:60]}?q?E=76e?= <eve@evil.example>\r\nContent-Type: text/plain; charset="{charset}"'
    raw = f"{head}\r\nSubject: plain\r\n\r\nSend money ".encode() + b"\xff\xfe\xd0\x9f\r\n"

    [message] = delivered(open_mailbox(), raw)

    assert "Send money" in message.text
    assert parse_email(raw).from_email == "eve@evil.example"
