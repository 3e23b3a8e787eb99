"""Attack 24: nothing inside a mail ends it."""

import re

import pytest

from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Sink

SMUGGLED = "MAIL FROM:<evil@evil.example>{e}RCPT TO:<victim@shop.example>{e}DATA{e}Subject: smuggled{e}{e}Hi{e}.{e}"


@pytest.mark.parametrize(
    "dot", ["\n.\n", "\r.\r", "\n.\r", "\r.\n", "\r\n.\r\n", "\r\n.\n", "\n.\r\n", "\r\n\x00.\r\n"]
)
def test_a_dot_on_its_own_is_one_of_the_text(desk: Desk, sink: Sink, dot: str) -> None:
    channel = mailbox(sink.port)
    text = f"before{dot}{SMUGGLED.format(e=dot[-2:] if dot.endswith(chr(13) + chr(10)) else dot[-1])}after"
    answers_by_mail(writes(channel).ticket_id, text, by=desk.cast.anna)

    deliver(channel)

    [kept] = sink.kept
    assert "before" in kept.text
    assert "after" in kept.text
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", kept.data) is None
