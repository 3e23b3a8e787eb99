"""Words that a stranger or an admin chooses never become a command of the desk to its mail server."""

from collections.abc import Callable

import pytest

from channels.email.imap import ImapSession
from channels.email.imap_errors import Forged
from tests.cast import Desk
from tests.channels.email.inbound.mailrooms import becomes_true, is_begun, open_mailbox, subjects, taking_in
from tests.channels.email.inbound.mails import mail
from tests.channels.email.inbound.sessions import signed_in
from tests.peers.imap import Box

ENDS = ("\r\n", "\n", "\r", "\0")
ORDER = "X1 CREATE Pwned"


def folders(box: Box) -> list[str]:
    with signed_in(box) as session:
        return sorted(one.name for one in session.folders())


def test_a_mail_that_carries_commands_in_its_headers_creates_nothing(desk: Desk, box: Box) -> None:
    before = folders(box)
    plain = mail("harmless", message_id="<id@shop.example>")
    nasty = [
        plain.replace(b"<id@shop.example>", b'<x"\r\n ' + ORDER.encode() + b"\r\n @shop.example>"),
        plain.replace(b"<id@shop.example>", b'<x"\n' + ORDER.encode() + b'\n"@shop.example>'),
        plain.replace(b"Subject: harmless", b"Subject: {5+}\r\n " + ORDER.encode()),
        plain.replace(b"harmless", b"a) NIL (b \\Seen) {3}"),
    ]
    channel = open_mailbox(box)
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(*nasty)
        assert becomes_true(lambda: len(subjects(channel)) == len(nasty))

    assert folders(box) == before


@pytest.mark.parametrize("end", ENDS)
def test_every_argument_refuses_what_would_end_a_command(box: Box, end: str) -> None:
    bad = f"INBOX{end}{ORDER}"
    before = folders(box)
    with signed_in(box) as session:
        session.open("INBOX")
        for do in _all_with_words(session, bad):
            with pytest.raises(Forged):
                do()

    assert folders(box) == before


def test_a_folder_from_the_settings_creates_nothing(desk: Desk, box: Box) -> None:
    before = folders(box)
    evil = f"INBOX\r\n{ORDER}"
    channel = open_mailbox(
        box, folders=[{"name": "INBOX", "role": "inbox"}, {"name": evil, "role": "spam"}], after=f"move:{evil}"
    )
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel)), "the other folders are read all the same"
        box.append(mail())
        assert becomes_true(lambda: len(subjects(channel)) == 1)

    assert folders(box) == before


def _all_with_words(session: ImapSession, bad: str) -> list[Callable[[], object]]:
    return [
        lambda: session.open(bad),
        lambda: session.look(bad),
        lambda: session.move([1], bad),
        lambda: session.sign_in(bad, "secret"),
        lambda: session.sign_in("support", bad),
        lambda: session.sign_in_with_token(bad, "token"),
        lambda: session.sign_in_with_token("support", bad),
    ]
