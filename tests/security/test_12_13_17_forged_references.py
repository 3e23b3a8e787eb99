"""Rows 12, 13, 17: whoever knows an id or a number of a ticket gets no word, file or place in it."""

from collections.abc import Callable

import pytest

from helpdesk import db, mail_tokens
from helpdesk.actions.recipients import default_recipients
from helpdesk.incoming import IncomingFile, IncomingMessage
from helpdesk.models import Category, Message, SenderProof, Thread, Ticket
from tests.cast import Desk
from tests.helpdesk.actions.test_threading import resolved
from tests.mails import ADDRESS, arrives, mail, mail_of, open_mailbox
from tests.stories import answers, ticket_of

MALLORY = "mallory@z.test"
FILE = IncomingFile("evil.pdf", "application/pdf", 3, "b" * 64)
Forge = Callable[[int, Message, Message], IncomingMessage]


def by_our_id(box: int, asked: Message, answer: Message) -> IncomingMessage:
    return mail(box, sender=MALLORY, answers=mail_of(answer).mail_id, files=[FILE])


def by_their_id(box: int, asked: Message, answer: Message) -> IncomingMessage:
    return mail(box, sender=MALLORY, answers=mail_of(asked).mail_id, files=[FILE])


def by_the_reply_address(box: int, asked: Message, answer: Message) -> IncomingMessage:
    token = mail_tokens.token_of(asked.ticket_id)
    to = (("", mail_tokens.reply_address(ADDRESS, asked.ticket_id)),)
    return mail(box, sender=MALLORY, to=to, tokens=(token,), files=[FILE])


def by_number(box: int, asked: Message, answer: Message) -> IncomingMessage:
    return mail(box, sender=MALLORY, subject=f"Re: [#{ticket_of(asked).number}]", files=[FILE])


def as_a_machine(box: int, asked: Message, answer: Message) -> IncomingMessage:
    return mail(box, sender=MALLORY, answers=mail_of(answer).mail_id, auto_kind="out_of_office", files=[FILE])


def under_the_customers_name(box: int, asked: Message, answer: Message) -> IncomingMessage:
    return mail(box, sender=MALLORY, name="Vera vera@shop.example", answers=mail_of(answer).mail_id, files=[FILE])


def with_an_unclear_sender(box: int, asked: Message, answer: Message) -> IncomingMessage:
    return mail(box, answers=mail_of(answer).mail_id, proof=SenderProof.UNCLEAR, files=[FILE])


FORGERIES = [
    by_our_id,
    by_their_id,
    by_the_reply_address,
    by_number,
    as_a_machine,
    under_the_customers_name,
    with_an_unclear_sender,
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_stranger_gets_nothing_into_a_ticket(desk: Desk, forge: Forge) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    answer = answers(asked.ticket_id, by=desk.cast.anna)
    resolved(asked.ticket_id)
    before = ticket_of(asked)

    forged = arrives(forge(box, asked, answer))

    after = ticket_of(asked)
    assert forged.ticket_id != asked.ticket_id
    assert (after.version, after.category, after.customer_id) == (before.version, Category.RESOLVED, before.customer_id)


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_stranger_is_never_among_those_we_answer(desk: Desk, forge: Forge) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    answer = answers(asked.ticket_id, by=desk.cast.anna)

    arrives(forge(box, asked, answer))

    with db.reading() as session:
        ticket, thread = session.get_one(Ticket, asked.ticket_id), session.get_one(Thread, asked.thread_id)
        found = default_recipients(session, ticket, thread)
    assert MALLORY not in {address for _, address in (*found.to, *found.cc, *found.bcc)}


def test_a_ticket_whose_customer_wrote_once_keeps_them(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))

    arrives(mail(box, sender=MALLORY, answers="<a@y>"))
    arrives(mail(box, sender=MALLORY, answers="<a@y>"))

    assert ticket_of(asked).customer_id == desk.cast.vera_id
    assert ticket_of(asked).message_count == 1
