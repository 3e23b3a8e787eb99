"""Acknowledgements: once per ticket, in words that are all ours, and never to whom it may not concern."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import acknowledgements
from helpdesk.models import AuthorKind, Mail, Message, MessageKind, SenderProof
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import VERA, mailbox, writes
from tests.peers.smtp_sink import Sink
from tests.stories import ticket_of


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the language to be found."""
    monkeypatch.setattr(acknowledgements, "PATIENCE", -acknowledgements.PATIENCE)


def letters() -> list[Message]:
    with db.reading() as session:
        found = select(Message).where(Message.kind == MessageKind.OUT, Message.author_kind == AuthorKind.SYSTEM)
        return list(session.scalars(found))


def test_a_new_ticket_is_acknowledged_once_and_threads_at_the_customer(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, acknowledge=True)
    asked = writes(channel, mail_id="<first@shop.example>")

    assert [acknowledgements.acknowledge_new() for _ in range(3)] == [1, 0, 0]
    deliver(channel)

    [kept] = sink.kept
    assert kept.recipients == (VERA,)
    assert kept.mail["in-reply-to"] == "<first@shop.example>"
    assert kept.mail["auto-submitted"] == "auto-replied"
    assert str(ticket_of(asked).number) in kept.text


@pytest.mark.parametrize("hours", [0, 2])
def test_one_from_before_the_clock_was_set_back_waits_no_longer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    monkeypatch.setattr(acknowledgements, "PATIENCE", timedelta(minutes=1))
    with clock.fixed(clock.now() + timedelta(hours=hours)):
        writes(mailbox(acknowledge=True))

    assert acknowledgements.acknowledge_new() == bool(hours)


def test_nothing_of_what_was_sent_in_comes_back(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, acknowledge=True)
    writes(channel, "canary text https://evil.example", subject="canary subject", name="canary name")

    acknowledgements.acknowledge_new()
    deliver(channel)

    [kept] = sink.kept
    assert b"canary" not in kept.data
    assert b"evil.example" not in kept.data


def test_it_changes_nothing_on_the_ticket(desk: Desk) -> None:
    before = ticket_of(asked := writes(mailbox(acknowledge=True)))

    acknowledgements.acknowledge_new()

    after = ticket_of(asked)
    for name in ("category", "waiting_since", "first_responded_at", "assignee_id", "last_message_id", "preview"):
        assert getattr(after, name) == getattr(before, name), name


def test_a_mailbox_that_was_not_told_to_says_nothing(desk: Desk) -> None:
    writes(mailbox())

    assert acknowledgements.acknowledge_new() == 0


@pytest.mark.parametrize(
    "how",
    [
        {"proof": SenderProof.CLAIMED},
        {"proof": SenderProof.UNCLEAR},
        {"auto_kind": "out_of_office"},
        {"auto_kind": "list"},
        {"address": "no-reply@shop.example"},
        {"address": "mailer-daemon@shop.example"},
        {"is_spam": True},
        {"is_silent": True},
    ],
)
def test_who_must_not_be_answered_is_not(desk: Desk, how: dict[str, object]) -> None:
    writes(mailbox(acknowledge=True), **how)  # type: ignore[arg-type]  # by name

    acknowledgements.acknowledge_new()

    assert letters() == []


def test_what_was_declined_is_not_thought_about_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    writes(mailbox(acknowledge=True), proof=SenderProof.CLAIMED)
    acknowledgements.acknowledge_new()

    with db.reading() as session:
        assert acknowledgements._waiting(session) == []


def test_a_thousand_mails_in_a_strangers_name_bring_them_one(desk: Desk) -> None:
    channel = mailbox(acknowledge=True, acknowledge_unverified=True)
    for number in range(60):
        writes(channel, f"form {number}", address="victim@shop.example", proof=SenderProof.CLAIMED)

    for _ in range(3):
        acknowledgements.acknowledge_new()

    assert len(letters()) == 1


def test_the_customers_next_mail_is_not_acknowledged(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, acknowledge=True)
    writes(channel)
    acknowledgements.acknowledge_new()
    with db.reading() as session:
        ours = session.scalars(select(Mail).where(Mail.auto_kind == "acknowledgement")).one()
    writes(channel, "One more thing", in_reply_to=ours.mail_id, references=(ours.mail_id,))

    assert acknowledgements.acknowledge_new() == 0
