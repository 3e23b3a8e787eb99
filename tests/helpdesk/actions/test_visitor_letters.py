"""A chat that went on by mail is whole in the chat: the visitor's own mails and the answers to them, and nothing else."""

from typing import Any

import pytest
from sqlalchemy import select

from channels.email.adapter import EmailAdapter
from channels.outgoing import outgoing
from helpdesk import clock, db
from helpdesk.actions import chat_letters, delivery, release, visitors
from helpdesk.actions.transcripts import transcript
from helpdesk.models import Attachment, Channel, Identity, IdentityKind, Mail, Message, SenderProof, Thread, Ticket
from helpdesk.queries.attachments import file_for_visitor
from helpdesk.queries.own_words import own_words
from helpdesk.queries.visitor import events, tickets
from tests.cast import Desk
from tests.mailboxes import answers_by_mail, mailbox, writes
from tests.stories import ticket_of, visitor, visitor_writes

VERA = "vera.new@shop.example"
REPLY = "Yes, on Monday.\n\nOn Sunday Anna wrote:\n> Is it broken?"
FOLD = ((17, len(REPLY), "quote"),)


def prove(message: Message, *, verified_by: str | None = "link", address: str = VERA) -> None:
    """Let the customer of a message be known by an address; verified_by: how it was proved."""
    with db.transaction() as session:
        now = clock.now()
        session.add(
            Identity(
                customer_id=message.customer_id,
                kind=IdentityKind.EMAIL,
                address=address,
                verified_by=verified_by,
                verified_at=now if verified_by else None,
                created_at=now,
            )
        )


def goes_on_by_mail(desk: Desk, channel: Channel, *, verified_by: str | None = "link") -> Message:
    """Have a visitor begin in the chat and go on by mail from an address of theirs; returns what they wrote there."""
    asked = visitor_writes(desk, "Is it fixed?")
    prove(asked, verified_by=verified_by)
    return comes_back(channel, asked, REPLY, folds=FOLD)


def comes_back(channel: Channel, asked: Message, text: str, *, address: str = VERA, **mail: Any) -> Message:
    """Have a mail arrive on the ticket of a message: a reply to a letter of the desk to that address, where they go on."""
    with db.transaction() as session:
        ticket = session.get_one(Ticket, asked.ticket_id)
        letter = chat_letters.write(
            session, ticket, kind=chat_letters.FOLLOW_UP, address=address, subject="Chat", text="An answer"
        )
        assert letter is not None
        mail_id = session.get_one(Mail, letter.id).mail_id
        session.get_one(Thread, letter.thread_id).details = {}
    back = writes(channel, text, address=address, in_reply_to=mail_id, references=(mail_id,), **mail)
    assert back.ticket_id == asked.ticket_id
    return back


def goes_out(channel: Channel) -> None:
    """Send what is due of a mailbox, as its gateway does, up to the network and after it."""
    with db.transaction() as session:
        release.release_due(session)
    while True:
        with db.transaction() as session:
            claimed = [one.id for one in delivery.claim(session, channel.id, owner="gateway")]
            letters = outgoing(session, claimed)
        if not letters:
            return
        for letter in letters:
            with db.transaction() as session:
                assert delivery.mark_sent(session, letter.message_id)
                EmailAdapter(channel).note_sent(session, letter)


def told(desk: Desk, ticket_id: int, browser: str = "vera") -> list[tuple[str, str, str | None]]:
    """Return what a visitor reads of a ticket: who, what, and how it came."""
    with db.reading() as session:
        number = session.get_one(Ticket, ticket_id).number
        found = [one["message"] for one in events(session, visitor(desk, browser), number, after=0) if "message" in one]
    return [(one["from"], one["text"], one.get("by")) for one in found]


@pytest.mark.parametrize("verified_by", ["link", "site"])
def test_their_mail_and_the_answer_to_it_stand_in_the_chat_in_order(desk: Desk, verified_by: str) -> None:
    channel = mailbox()
    back = goes_on_by_mail(desk, channel, verified_by=verified_by)
    answers_by_mail(back.ticket_id, "Then it is under warranty.", by=desk.cast.anna)
    goes_out(channel)
    visitor_writes(desk, "Good.")

    assert told(desk, back.ticket_id) == [
        ("visitor", "Is it fixed?", None),
        ("visitor", "Yes, on Monday.", "mail"),
        ("agent", "Then it is under warranty.", "mail"),
        ("visitor", "Good.", None),
    ]
    with db.reading() as session:
        [head] = tickets(session, visitor(desk))
        text = transcript(session, session.get_one(Ticket, back.ticket_id), language="en")
    assert head["seq"] == ticket_of(back).last_seq
    assert "Is it broken?" not in text


@pytest.mark.parametrize("verified_by", [None, "mail"])
def test_an_address_that_was_only_named_brings_nothing_of_its_owner_into_the_chat(
    desk: Desk, verified_by: str | None
) -> None:
    channel = mailbox()
    back = goes_on_by_mail(desk, channel, verified_by=verified_by)
    answers_by_mail(back.ticket_id, "Only for you.", by=desk.cast.anna)
    goes_out(channel)

    assert told(desk, back.ticket_id) == [("visitor", "Is it fixed?", None)]


def test_what_others_write_on_the_ticket_stays_out_of_the_chat(desk: Desk) -> None:
    channel = mailbox()
    back = goes_on_by_mail(desk, channel)
    with db.transaction() as session:
        session.get_one(Mail, back.id).sender = SenderProof.VERIFIED
    comes_back(channel, back, "I am their boss.", address="boss@shop.example")
    answers_by_mail(back.ticket_id, "To the boss.", by=desk.cast.anna)
    comes_back(channel, back, "I am out of office.", auto_kind="reply")
    goes_out(channel)

    assert [text for _, text, _ in told(desk, back.ticket_id)] == ["Is it fixed?", "Yes, on Monday."]


def test_an_answer_the_agent_sent_to_somebody_else_alone_stays_out(desk: Desk) -> None:
    channel = mailbox()
    back = goes_on_by_mail(desk, channel)
    answer = answers_by_mail(back.ticket_id, "Look at this, Boris.", by=desk.cast.anna)
    with db.transaction() as session:
        session.get_one(Mail, answer.id).to = [["Boris", "boris@partner.example"]]
    goes_out(channel)

    assert "Look at this, Boris." not in [text for _, text, _ in told(desk, back.ticket_id)]


def test_a_mail_that_only_quotes_says_nothing(desk: Desk) -> None:
    channel = mailbox()
    asked = visitor_writes(desk)
    prove(asked)
    comes_back(channel, asked, REPLY, folds=((0, len(REPLY), "quote"),))

    assert told(desk, asked.ticket_id) == [("visitor", "Hello", None)]


def test_another_visitor_reads_neither_the_mails_nor_their_files(desk: Desk) -> None:
    channel = mailbox()
    back = goes_on_by_mail(desk, channel)
    visitor_writes(desk, "I am somebody else", browser="oleg")
    with db.transaction() as session:
        file = Attachment(
            public_id="f" * 32,
            message_id=back.id,
            filename="a.txt",
            media_type="text/plain",
            size=1,
            blob="b",
            created_at=clock.now(),
        )
        session.add(file)

    with db.reading() as session:
        mine, theirs = (
            file_for_visitor(
                session, "f" * 32, channel_id=desk.channel_id, peers=visitor(desk, who).peers, visitor_hash="x"
            )
            for who in ("vera", "oleg")
        )
        assert events(session, visitor(desk, "oleg"), ticket_of(back).number, after=0) == []
    assert mine is not None
    assert theirs is None


def test_seen_in_the_chat_moves_over_mails_as_well(desk: Desk) -> None:
    channel = mailbox()
    back = goes_on_by_mail(desk, channel)
    answers_by_mail(back.ticket_id, by=desk.cast.anna)
    goes_out(channel)

    with db.transaction() as session:
        ticket = session.get_one(Ticket, back.ticket_id)
        moved = [visitors.seen(session, visitor(desk), ticket.number, ticket.last_seq) for _ in range(2)]
    assert moved == [True, False]
    with db.reading() as session:
        assert session.scalars(select(Message.delivery_state).where(Message.id > back.id)).all()[-1] == "sent"


@pytest.mark.parametrize(
    ("text", "folds", "own"),
    [
        ("a\n\n> b\n\nc", [[3, 6, "quote"]], "a\n\nc"),
        ("a\n> b\n-- \nc", [[2, 6, "quote"], [4, 12, "signature"]], "a"),
        ("> b", [[0, 3, "quote"]], ""),
        ("a", [], "a"),
    ],
)
def test_own_words_are_what_is_left_without_folds(text: str, folds: list[list[Any]], own: str) -> None:
    assert own_words(text, folds) == own
