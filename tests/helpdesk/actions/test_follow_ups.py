"""A visitor who has gone gets the answer where they left an address, and their reply comes back into the same ticket."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions import follow_ups, receive, visitors
from helpdesk.actions.tickets import create_ticket
from helpdesk.incoming import IncomingMessage
from helpdesk.models import (
    Category,
    Channel,
    ChannelKind,
    FollowUp,
    Identity,
    IdentityKind,
    Mail,
    Message,
    MessageKind,
    SenderProof,
    Thread,
)
from tests.cast import Desk
from tests.mailboxes import mailbox, stored, writes
from tests.stories import answers, gateway_delivers, incoming, ticket_of, visitor, visitor_writes

VERA = "vera.new@shop.example"


def vera_writes(desk: Desk, text: str = "Де моє замовлення?", *, email: str | None = VERA) -> Message:
    """Have a visitor write who left an address, or none."""
    said: IncomingMessage = replace(incoming(desk, text), details={"email": email} if email else {})
    return db.retrying(lambda session: receive.receive_message(session, said))


def time_passes() -> None:
    """Let all follow-ups fall due."""
    with db.transaction() as session:
        session.execute(update(FollowUp).values(due_at=clock.now() - timedelta(seconds=1)))


def letters() -> list[tuple[Mail, Message]]:
    with db.reading() as session:
        found = session.execute(
            select(Mail, Message).join(Message, Message.id == Mail.message_id).where(Message.kind == MessageKind.OUT)
        )
        return [(row[0], row[1]) for row in found]


def test_an_answer_nobody_saw_follows_by_mail_once(desk: Desk) -> None:
    mailbox()
    asked = vera_writes(desk)
    for text in ("It left **yesterday**.", "It comes tomorrow."):
        answers(asked.ticket_id, text, by=desk.cast.anna)
        gateway_delivers(desk)

    assert follow_ups.send_due() == 0
    time_passes()
    assert follow_ups.send_due() == 2
    assert follow_ups.send_due() == 0
    [(mail, message)] = letters()
    assert mail.to == [["", VERA]]
    assert message.ticket_id == asked.ticket_id
    assert "It left **yesterday**." in message.text
    assert "It comes tomorrow." in message.text
    assert "замовлення" not in message.text


def test_what_the_visitor_saw_does_not_follow(desk: Desk) -> None:
    mailbox()
    asked = vera_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    with db.transaction() as session:
        visitors.seen(session, visitor(desk), ticket_of(asked).number, ticket_of(asked).last_seq)

    time_passes()

    assert follow_ups.send_due() == 0
    assert letters() == []


@pytest.mark.parametrize("design", [{"hand_over": {"by_mail": False}}, {}])
def test_without_an_address_or_when_the_widget_says_no_it_stays_in_the_chat(desk: Desk, design: dict[str, Any]) -> None:
    mailbox()
    with db.transaction() as session:
        session.get_one(Channel, desk.channel_id).config = {"widget": design}
    asked = vera_writes(desk, email=VERA if design else None)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)

    time_passes()

    assert follow_ups.send_due() == 0
    assert letters() == []


def test_their_reply_by_mail_comes_back_into_the_ticket_and_the_next_answer_goes_after_them_at_once(desk: Desk) -> None:
    channel = mailbox()
    asked = vera_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    time_passes()
    follow_ups.send_due()
    [(mail, _)] = letters()

    back = writes(
        channel,
        "Thank you, and the mug?",
        address=VERA,
        in_reply_to=mail.mail_id,
        references=(mail.mail_id,),
        proof=SenderProof.CLAIMED,
    )
    answers(asked.ticket_id, "The mug too.", by=desk.cast.anna)
    gateway_delivers(desk)

    assert stored(back).ticket_id == asked.ticket_id
    assert follow_ups.send_due() == 1
    assert "The mug too." in letters()[-1][1].text


def test_a_stranger_who_learned_the_mails_id_does_not_get_into_the_ticket(desk: Desk) -> None:
    channel = mailbox()
    asked = vera_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    time_passes()
    follow_ups.send_due()
    [(mail, _)] = letters()

    probe = writes(channel, "Me?", address="mallory@evil.example", in_reply_to=mail.mail_id, references=(mail.mail_id,))

    assert stored(probe).ticket_id != asked.ticket_id


def test_agents_go_on_answering_in_the_chat(desk: Desk) -> None:
    mailbox()
    asked = vera_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    time_passes()
    follow_ups.send_due()

    again = answers(asked.ticket_id, "Still here", by=desk.cast.anna)

    with db.reading() as session:
        assert session.get_one(Thread, again.thread_id).channel_id == desk.channel_id


def test_a_visitor_without_any_address_costs_nothing_but_one_row(desk: Desk) -> None:
    asked = visitor_writes(desk)
    answers(asked.ticket_id, by=desk.cast.anna)
    gateway_delivers(desk)
    time_passes()

    assert follow_ups.send_due() == 0
    with db.reading() as session:
        assert session.scalars(select(FollowUp)).all() == []


def knows_telegram(desk: Desk, asked: Message, *, category: Category, address: str = "501") -> int:
    """Have the customer of a chat be known on Telegram by an earlier ticket there; returns the bot's channel."""
    with db.transaction() as session:
        bot = Channel(kind=ChannelKind.TELEGRAM, name="Bot", public_key="b" * 32, config={}, created_at=clock.now())
        session.add(bot)
        session.flush()
        before = create_ticket(session, channel=bot, customer_id=asked.customer_id, subject="Before")
        before.category = category
        identity = Identity(
            customer_id=asked.customer_id,
            kind=IdentityKind.TELEGRAM,
            address="501",
            verified_by="telegram",
            verified_at=clock.now(),
            created_at=clock.now(),
        )
        session.add(identity)
        session.flush()
        session.add(
            Thread(
                ticket_id=before.id,
                channel_id=bot.id,
                identity_id=identity.id,
                peer=address,
                created_at=clock.now(),
            )
        )
        return bot.id


@pytest.mark.parametrize(
    ("category", "address", "follows"),
    [(Category.CLOSED, "501", 1), (Category.OPEN, "501", 0), (Category.CLOSED, "-100500", 0)],
)
def test_who_left_no_address_is_found_where_they_wrote_before(
    desk: Desk, category: Category, address: str, follows: int
) -> None:
    asked = vera_writes(desk, email=None)
    bot_id = knows_telegram(desk, asked, category=category, address=address)
    answers(asked.ticket_id, "It left.", by=desk.cast.anna)
    gateway_delivers(desk)
    time_passes()

    assert follow_ups.send_due() == follows

    with db.reading() as session:
        threads = session.scalars(
            select(Thread).where(Thread.ticket_id == asked.ticket_id, Thread.channel_id == bot_id)
        ).all()
        texts = session.scalars(
            select(Message.text).where(Message.thread_id.in_([thread.id for thread in threads]))
        ).all()
    assert [thread.peer for thread in threads] == ["501"] * follows
    assert texts == ["It left."] * follows
