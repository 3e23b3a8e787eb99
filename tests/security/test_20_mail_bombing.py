"""Attack 20: nobody can have the desk flood a stranger's mailbox."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import acknowledgements
from helpdesk.actions.accounts import password_resets
from helpdesk.models import SenderProof
from tests.cast import Desk, email_of
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import mailbox, writes
from tests.peers.smtp_sink import Sink

VICTIM = "victim@elsewhere.example"


def test_a_thousand_forged_mails_bring_the_victim_one_letter_without_a_word_of_them(
    desk: Desk, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acknowledgements, "PATIENCE", timedelta(seconds=-1))
    channel = mailbox(sink.port, acknowledge=True, acknowledge_unverified=True)
    for number in range(100):
        writes(
            channel,
            f"Buy now {number} https://evil.example",
            subject="Cheap pills",
            address=VICTIM,
            proof=SenderProof.CLAIMED,
        )
        if number % 25 == 0:
            acknowledgements.acknowledge_new()

    while acknowledgements.acknowledge_new():
        pass
    deliver(channel)

    assert [kept.recipients for kept in sink.kept] == [(VICTIM,)]
    assert not any(word in sink.kept[0].data for word in (b"pills", b"evil", b"Buy"))


def test_asking_for_passwords_floods_nobody(desk: Desk, sink: Sink, browser: Callable[..., Browser]) -> None:
    channel = mailbox(sink.port)
    for minutes in range(30):
        with clock.fixed(clock.now() + timedelta(minutes=minutes)), db.transaction() as session:
            password_resets.ask(session, email_of("anna"))

    deliver(channel)

    assert len(sink.kept) <= 3
