"""Row 15: a forged From of a customer, with the forger in Cc or Reply-To, brings the forger nothing to read."""

from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions.recipients import default_recipients
from helpdesk.models import Message, SenderProof, Thread, Ticket
from tests.cast import Desk
from tests.mails import arrives, mail, mail_of, open_mailbox
from tests.stories import answers

MALLORY = (("Mallory", "mallory@z.test"),)


def naming(place: str) -> dict[str, Any]:
    return {place: MALLORY}


def addresses_answered(message: Message) -> set[str]:
    with db.reading() as session:
        ticket, thread = session.get_one(Ticket, message.ticket_id), session.get_one(Thread, message.thread_id)
        found = default_recipients(session, ticket, thread)
    return {address for _, address in (*found.to, *found.cc, *found.bcc)}


@pytest.mark.parametrize("place", ["cc", "to", "reply_to"])
def test_a_forged_mail_adds_nobody_to_the_answer(desk: Desk, place: str) -> None:
    box = open_mailbox()
    arrives(mail(box, mail_id="<a@y>"))

    forged = arrives(mail(box, answers="<a@y>", **naming(place)))

    assert addresses_answered(forged) == {"vera@shop.example"}
    assert mail_of(forged).sender is SenderProof.CLAIMED


@pytest.mark.parametrize("place", ["cc", "to", "reply_to"])
def test_whoever_a_forged_mail_names_does_not_take_part_later(desk: Desk, place: str) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    arrives(mail(box, answers="<a@y>", **naming(place)))

    intruder = arrives(mail(box, sender="mallory@z.test", answers="<a@y>"))

    assert intruder.ticket_id != asked.ticket_id


def test_a_customer_who_proved_themselves_is_not_forged_into_their_ticket(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>", proof=SenderProof.VERIFIED))

    forged = arrives(mail(box, answers="<a@y>", cc=MALLORY))

    assert forged.ticket_id != asked.ticket_id


def test_an_agents_address_gives_no_rights(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))
    answers(asked.ticket_id, by=desk.cast.anna)

    forged = arrives(mail(box, "Refund it", sender="anna@desk.example", answers="<a@y>", proof=SenderProof.VERIFIED))

    assert forged.ticket_id != asked.ticket_id
    assert forged.author_agent_id is None
