"""Answers by mail: whom they go to, what they carry, and mails that begin with us."""

import zlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db, mail_tokens
from helpdesk.actions import first_mail, reply
from helpdesk.actions.recipients import Recipients, default_recipients
from helpdesk.actions.reply import Writing
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.incoming import IncomingFile
from helpdesk.models import Attachment, Category, DeliveryState, Draft, Mail, Message, SenderProof, Thread, Ticket
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.mails import ADDRESS, VERA, arrives, gateway_sends, mail, mail_of, open_mailbox
from tests.stories import answers, ticket_of, visitor_writes

OLEH = ("Oleh", "oleh@shop.example")


def wrote(ticket_id: int, *, by: Actor, recipients: Recipients | None = None, thread_id: int | None = None) -> Mail:
    with db.transaction() as session:
        writing = Writing("Good day!", f"key-{ticket_id}-{zlib.crc32(str(recipients).encode())}", recipients=recipients)
        message = reply.send_reply(session, ticket_id, writing, by=by, thread_id=thread_id)
        return session.get_one(Mail, message.id)


def defaults(message: Message) -> Recipients:
    with db.reading() as session:
        return default_recipients(
            session, session.get_one(Ticket, message.ticket_id), session.get_one(Thread, message.thread_id)
        )


def test_an_answer_goes_to_its_writer_and_names_what_it_answers(either_desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<b@y>", answers=("<x@y>", "<a@y>"), subject="RE: Aw: Order 7"))

    sent = wrote(asked.ticket_id, by=either_desk.cast.anna)

    assert (sent.to, sent.cc, sent.subject) == ([["Vera", VERA]], [], "Re: Order 7")
    assert (sent.in_reply_to, sent.references) == ("<b@y>", ["<x@y>", "<a@y>", "<b@y>"])
    assert sent.from_address == ADDRESS
    (token,) = mail_tokens.tokens_in([sent.mail_id])
    assert mail_tokens.ticket_of(token) == asked.ticket_id


def test_an_answer_keeps_those_who_were_in_to_and_cc_but_not_us(desk: Desk) -> None:
    box = open_mailbox(aliases=["help@x.test"])
    to = (("", "Support+t.abc@X.test"), ("Petro", "petro@shop.example"))
    asked = arrives(mail(box, to=to, cc=(OLEH, ("", "help@x.test"))))

    sent = wrote(asked.ticket_id, by=desk.cast.anna)

    assert sent.to == [["Vera", VERA]]
    assert sent.cc == [["Petro", "petro@shop.example"], list(OLEH)]


def test_the_reply_to_of_a_first_mail_is_answered(desk: Desk) -> None:
    form = mail(open_mailbox(), sender="form@shop.example", reply_to=(("Vera", VERA),))

    assert defaults(arrives(form)).to == (("Vera", VERA),)


def test_a_later_reply_to_of_a_stranger_is_not(desk: Desk) -> None:
    box = open_mailbox()
    arrives(mail(box, mail_id="<a@y>"))

    later = arrives(mail(box, answers="<a@y>", reply_to=(("", "evil@z.test"),), cc=(("", "evil@z.test"),)))

    assert defaults(later) == Recipients(to=(("Vera", VERA),))


def test_a_cc_that_a_verified_customer_adds_is_answered_too(desk: Desk) -> None:
    box = open_mailbox()
    arrives(mail(box, mail_id="<a@y>", proof=SenderProof.VERIFIED))

    later = arrives(mail(box, answers="<a@y>", proof=SenderProof.VERIFIED, cc=(OLEH,)))

    assert defaults(later).cc == (OLEH,)


def test_an_unclear_writer_is_answered_by_nobody_by_default(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox(), proof=SenderProof.UNCLEAR))

    assert defaults(asked) == Recipients()
    with pytest.raises(Invalid), db.transaction() as session:
        reply.send_reply(session, asked.ticket_id, Writing("Hi", "k"), by=desk.cast.anna)


def test_an_automatic_mail_does_not_change_whom_an_answer_goes_to(desk: Desk) -> None:
    box = open_mailbox()
    arrives(mail(box, mail_id="<a@y>", cc=(OLEH,)))

    away = arrives(mail(box, sender=OLEH[1], answers="<a@y>", auto_kind="out_of_office"))

    assert defaults(away).to == (("Vera", VERA),)


def test_an_agent_chooses_other_recipients_and_a_subject(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox()))
    chosen = Recipients(to=[OLEH], bcc=[("", "boss@x.example"), OLEH], subject="Your order\r\nBcc: evil@z.test")

    sent = wrote(asked.ticket_id, by=desk.cast.anna, recipients=chosen)

    assert (sent.to, sent.cc, sent.bcc) == ([list(OLEH)], [], [["", "boss@x.example"]])
    assert sent.subject == "Your order Bcc: evil@z.test"


@pytest.mark.parametrize(
    "address",
    ["", "vera", "vera@", "a@b@c", "a b@c.d", "a@b\r\nBcc: x@y.z", "<a@b.c>", 'a"@b.c', "a,b@c.d", f"{'x' * 80}@y.z"],
)
def test_what_is_no_address_is_refused(desk: Desk, address: str) -> None:
    asked = arrives(mail(open_mailbox()))

    with pytest.raises(Invalid):
        wrote(asked.ticket_id, by=desk.cast.anna, recipients=Recipients(to=[("", address)]))


def test_a_chat_needs_no_recipients(desk: Desk) -> None:
    sent = answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        assert session.get(Mail, sent.id) is None


def test_a_first_mail_opens_a_ticket_of_whoever_it_goes_to(either_desk: Desk) -> None:
    box, anna = open_mailbox(), either_desk.cast.anna
    writing = Writing("We owe you", "k1", recipients=Recipients(to=[("Vera", VERA.upper())], subject="Refund"))

    with db.transaction() as session:
        message = first_mail.write_first(session, box, writing, by=anna)
        again = first_mail.write_first(session, box, writing, by=anna)

    ticket, sent = ticket_of(message), mail_of(message)
    assert again.id == message.id
    assert (ticket.customer_id, ticket.subject, ticket.assignee_id) == (
        either_desk.cast.vera_id,
        "Refund",
        anna.agent_id,
    )
    assert (sent.subject, sent.references, ticket.category) == ("Refund", [], Category.OPEN)


def test_the_answer_to_a_first_mail_comes_back_to_its_ticket(desk: Desk) -> None:
    box = open_mailbox()
    writing = Writing("We owe you", "k1", recipients=Recipients(to=[("", "new@y.test"), OLEH], subject="Refund"))
    with db.transaction() as session:
        message = first_mail.write_first(session, box, writing, by=desk.cast.anna)

    back = arrives(mail(box, sender=OLEH[1], answers=mail_of(message).mail_id))

    assert (back.ticket_id, back.thread_id) == (message.ticket_id, message.thread_id)


def test_a_first_mail_needs_a_mailbox_one_may_see(desk: Desk) -> None:
    box = open_mailbox(team_id=desk.cast.billing_id)
    writing = Writing("Hi", "k1", recipients=Recipients(to=[OLEH], subject="Hi"))

    with pytest.raises(NotFound), db.transaction() as session:
        first_mail.write_first(session, box, writing, by=desk.cast.anna)


def test_a_forward_goes_aside_and_the_customer_still_waits(either_desk: Desk) -> None:
    box, anna = open_mailbox(), either_desk.cast.anna
    asked = arrives(mail(box, "Is it *there*?", files=[IncomingFile("a.pdf", "application/pdf", 3, "b" * 64)]))
    writing = Writing("Please look", "k1", recipients=Recipients(to=[("", "depot@z.test")]))

    with db.transaction() as session:
        message = first_mail.forward(session, asked.id, writing, by=anna)

    sent = mail_of(message)
    assert (sent.to, sent.subject) == ([["", "depot@z.test"]], "Fwd: Order 7")
    assert message.thread_id != asked.thread_id
    assert message.text.startswith("Please look\n\n----------")
    assert "Is it *there*?" in message.text
    with db.reading() as session:
        files = session.scalars(select(Attachment.blob).where(Attachment.message_id == message.id)).all()
    assert files == ["b" * 64]
    assert ticket_of(asked).waiting_since == asked.created_at


@pytest.mark.parametrize(("language", "head"), [("en", "From: Vera"), ("ru", "От: Vera"), ("uk", "Від: Vera")])
def test_the_head_of_a_forward_speaks_the_language_of_the_ticket(desk: Desk, language: str, head: str) -> None:
    asked = arrives(mail(open_mailbox()))
    writing = Writing("Look", "k1", recipients=Recipients(to=[("", "depot@z.test")]))

    with db.transaction() as session:
        session.get_one(Ticket, asked.ticket_id).language = language
        message = first_mail.forward(session, asked.id, writing, by=desk.cast.anna)

    assert head in message.text.splitlines()[3]
    assert head in message.html


def test_the_next_answer_after_a_forward_goes_to_the_customer(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    with db.transaction() as session:
        writing = Writing("Look", "k1", recipients=Recipients(to=[("", "depot@z.test")]))
        forwarded = first_mail.forward(session, asked.id, writing, by=desk.cast.anna)
    back = arrives(mail(box, "Found it", sender="depot@z.test", answers=mail_of(forwarded).mail_id))

    sent = wrote(asked.ticket_id, by=desk.cast.anna)

    assert (back.ticket_id, back.thread_id) == (asked.ticket_id, forwarded.thread_id)
    assert sent.to == [["Vera", VERA]]


def test_a_forward_taken_back_is_no_draft_of_an_answer_to_the_customer(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox()))
    writing = Writing("Look", "k1", recipients=Recipients(to=[("", "depot@z.test")]))
    with db.transaction() as session:
        forwarded = first_mail.forward(session, asked.id, writing, by=desk.cast.anna)
        forwarded.delivery_state, forwarded.release_at = DeliveryState.QUEUED, clock.now() + timedelta(seconds=10)

    with db.transaction() as session:
        assert reply.withdraw(session, forwarded.id, by=desk.cast.anna) is None

    with db.reading() as session:
        assert session.scalars(select(Draft)).all() == []
        assert session.get_one(Message, forwarded.id).delivery_state is DeliveryState.WITHDRAWN


def test_nobody_forwards_what_they_may_not_see(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox(team_id=desk.cast.support_id)))
    writing = Writing("Look", "k1", recipients=Recipients(to=[OLEH]))

    with pytest.raises(NotFound), db.transaction() as session:
        first_mail.forward(session, asked.id, writing, by=desk.cast.charlie)


def test_a_closed_ticket_is_not_forwarded(desk: Desk) -> None:
    asked = arrives(mail(open_mailbox(), is_spam=True))

    with pytest.raises(Conflict), db.transaction() as session:
        first_mail.forward(session, asked.id, Writing("Look", "k"), by=desk.cast.anna)


def test_a_sent_answer_names_its_own_channel_for_the_ids_it_is_given(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box))
    answer = answers(asked.ticket_id, by=desk.cast.anna)

    assert gateway_sends(box) == [answer.id]
