"""Taking in mail: what becomes of it, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk import clock, db
from helpdesk.incoming import IncomingFile, IncomingForward
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Category,
    Customer,
    Event,
    IdentityKind,
    Mail,
    Message,
    SenderProof,
    Ticket,
)
from tests.cast import Desk
from tests.mails import VERA, all_arrive, arrives, identity_of, mail, mail_of, open_mailbox
from tests.stories import ticket_of


def count(table: type) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def kinds(ticket_id: int) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Event.kind).where(Event.ticket_id == ticket_id).order_by(Event.id)))


def test_a_first_mail_opens_a_ticket_of_its_sender(either_desk: Desk) -> None:
    box = open_mailbox(team_id=either_desk.cast.support_id)

    message = arrives(mail(box, "Where is it?", cc=(("Oleh", "oleh@shop.example"),)))

    ticket, row = ticket_of(message), mail_of(message)
    assert (ticket.category, ticket.subject, ticket.preview) == (Category.NEW, "Order 7", "Where is it?")
    assert (ticket.customer_id, ticket.team_id) == (either_desk.cast.vera_id, either_desk.cast.support_id)
    assert (ticket.waiting_since, ticket.last_message_id) == (message.created_at, message.id)
    assert (row.cc, row.sender, row.channel_id) == ([["Oleh", "oleh@shop.example"]], SenderProof.CLAIMED, box)
    assert kinds(ticket.id) == ["ticket.created", "message.received"]


def test_the_same_mail_twice_is_stored_once_even_in_one_batch(either_desk: Desk) -> None:
    box = open_mailbox()
    one = mail(box)

    first, again = all_arrive(one, one)

    assert first.id == again.id == arrives(one).id
    assert (count(Message), count(Ticket), count(Mail)) == (1, 1, 1)


def test_a_batch_gives_each_new_sender_one_customer(either_desk: Desk) -> None:
    box, before = open_mailbox(), count(Customer)

    messages = all_arrive(
        mail(box, sender="a@y.test"), mail(box, sender="A@y.test"), mail(box, sender="b@y.test"), mail(box)
    )

    assert count(Customer) == before + 2
    assert len({message.customer_id for message in messages}) == 3
    assert len({ticket_of(message).number for message in messages}) == 4


def test_an_answer_in_the_same_batch_joins_the_first_mail(either_desk: Desk) -> None:
    box = open_mailbox()

    one, two = all_arrive(mail(box, "One", mail_id="<a@y>"), mail(box, "Two", answers="<a@y>"))

    assert (two.ticket_id, two.thread_id) == (one.ticket_id, one.thread_id)
    assert (ticket_of(one).message_count, ticket_of(one).preview) == (2, "Two")
    assert kinds(one.ticket_id) == ["ticket.created", "message.received", "message.received"]


def test_files_come_with_their_message(either_desk: Desk) -> None:
    box = open_mailbox()
    photo = IncomingFile("cat.png", "image/png", 3, "b" * 64, content_id="cat@y", is_inline=True)
    late = IncomingFile("big.zip", "application/zip", 9, None, state=AttachmentState.RETRYING)

    message = arrives(mail(box, files=[photo, late]))

    with db.reading() as session:
        files = session.scalars(select(Attachment).order_by(Attachment.id)).all()
    assert [(file.filename, file.state.value, file.message_id) for file in files] == [
        ("cat.png", "stored", message.id),
        ("big.zip", "retrying", message.id),
    ]
    assert files[0].content_id == "cat@y"


def test_the_row_shows_the_new_words_not_the_quote(desk: Desk) -> None:
    box, text = open_mailbox(), "> the old text\nThe new text\n-- \nVera"

    message = arrives(mail(box, text, folds=((0, 15, "quote"), (28, len(text), "signature"))))

    assert ticket_of(message).preview == "The new text"
    assert message.text == text


def test_a_mail_that_is_all_quote_shows_all_of_it(desk: Desk) -> None:
    message = arrives(mail(open_mailbox(), "> only quoted", folds=((0, 13, "quote"),)))

    assert ticket_of(message).preview == "> only quoted"


def test_an_unclear_sender_is_nobody_we_know(either_desk: Desk) -> None:
    box = open_mailbox()

    message = arrives(mail(box, proof=SenderProof.UNCLEAR))

    with db.reading() as session:
        customer = session.get_one(Customer, message.customer_id)
    assert customer.id != either_desk.cast.vera_id
    assert mail_of(message).sender is SenderProof.UNCLEAR


def test_a_proved_sender_is_verified_and_a_claimed_one_is_not(either_desk: Desk) -> None:
    box = open_mailbox()
    arrives(mail(box))
    assert identity_of(VERA).verified_by is None

    arrives(mail(box, proof=SenderProof.VERIFIED))

    assert identity_of(VERA).verified_by is not None


def test_spam_is_kept_closed_and_out_of_the_way(either_desk: Desk) -> None:
    box = open_mailbox()

    message = arrives(mail(box, is_spam=True))

    ticket = ticket_of(message)
    assert (ticket.category, ticket.waiting_since) == (Category.CLOSED, None)
    assert ticket.spam_at is not None
    assert ticket.classified_at is not None
    assert kinds(ticket.id) == ["ticket.created", "message.stored"]


def test_old_mail_is_taken_over_in_silence_and_keeps_its_age(either_desk: Desk) -> None:
    box, then = open_mailbox(), clock.now() - timedelta(days=400)

    one = arrives(mail(box, mail_id="<a@y>", at=then, is_silent=True))
    two = arrives(mail(box, answers="<a@y>", at=then + timedelta(days=1), is_silent=True))

    ticket = ticket_of(two)
    assert one.ticket_id == two.ticket_id
    assert (ticket.category, ticket.created_at, ticket.waiting_since) == (Category.CLOSED, then, None)
    assert two.created_at == then + timedelta(days=1)
    assert kinds(ticket.id) == ["message.stored", "message.stored"]


@pytest.mark.parametrize("kind", ["auto_reply", "out_of_office", "bounce", "receipt"])
def test_an_answer_of_a_machine_to_nothing_here_is_nobodys_work(desk: Desk, kind: str) -> None:
    message = arrives(mail(open_mailbox(), sender="robot@y.test", auto_kind=kind))

    assert ticket_of(message).category is Category.RESOLVED
    assert ticket_of(message).waiting_since is None
    assert message.is_auto


@pytest.mark.parametrize("kind", ["notification", "list", "calendar"])
def test_a_notification_may_be_work(desk: Desk, kind: str) -> None:
    message = arrives(mail(open_mailbox(), sender="shop@y.test", auto_kind=kind))

    assert ticket_of(message).category is Category.NEW


def test_a_forward_names_the_first_writer_and_changes_nobody(desk: Desk) -> None:
    forward = IncomingForward("petro@z.test", "Petro", "Broken")

    message = arrives(mail(open_mailbox(), sender="anna@desk.example", forward=forward))

    assert mail_of(message).forward == {"address": "petro@z.test", "name": "Petro", "subject": "Broken"}
    with db.reading() as session:
        assert identity_of("anna@desk.example").customer_id == session.get_one(Message, message.id).customer_id


def test_very_long_ids_fit_and_still_lead_back(either_desk: Desk) -> None:
    box, long = open_mailbox(), f"<{'x' * 900}@y>"
    one = arrives(mail(box, mail_id=long, external_id="long"))

    two = arrives(mail(box, answers=long))

    assert two.ticket_id == one.ticket_id


def test_two_mailboxes_keep_their_own_copy_of_one_mail(either_desk: Desk) -> None:
    one, other = open_mailbox(), open_mailbox("sales@x.test")

    first, second = (arrives(mail(box, mail_id="<same@y>")) for box in (one, other))

    assert first.id != second.id
    assert ticket_of(first).customer_id == ticket_of(second).customer_id


def test_an_unclear_sender_has_an_identity_of_another_kind(desk: Desk) -> None:
    arrives(mail(open_mailbox(), proof=SenderProof.UNCLEAR))

    with db.reading() as session:
        kinds_of = session.execute(select(func.count()).where(Customer.name == "Vera")).scalar_one()
    assert kinds_of == 2
    assert identity_of(VERA).kind is IdentityKind.EMAIL
