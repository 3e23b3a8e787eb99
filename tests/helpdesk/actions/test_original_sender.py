"""A forwarded mail becomes its first writer's own matter when a person says so."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import merge, original_sender
from helpdesk.actions.recipients import default_recipients
from helpdesk.errors import Invalid, NotFound
from helpdesk.incoming import IncomingForward
from helpdesk.models import Category, Message, Thread, Ticket
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.mails import arrives, identity_of, mail, open_mailbox
from tests.stories import answers, ticket_of

PETRO = IncomingForward("Petro@z.test", "Petro", "Broken charger")
FORWARDER = "colleague@x.example"


def forwarded(box: int) -> Message:
    return arrives(
        mail(box, "See below", sender=FORWARDER, forward=PETRO, subject="Fwd: Broken charger", mail_id="<f@y>")
    )


def made_customer(message: Message, *, by: Actor) -> Ticket:
    with db.transaction() as session:
        return original_sender.make_customer(session, message.id, by=by)


def taken_back(message: Message, *, by: Actor) -> None:
    with db.transaction() as session:
        merge.unmerge(session, message.ticket_id, by=by)


def test_the_first_writer_gets_a_ticket_with_their_mail(desk: Desk) -> None:
    message = forwarded(open_mailbox())

    ticket = made_customer(message, by=desk.cast.anna)

    assert ticket.customer_id == identity_of("petro@z.test").customer_id
    assert (ticket.subject, ticket.category, ticket.message_count) == ("Broken charger", Category.NEW, 1)
    assert ticket_of(message).merged_into_id == ticket.id
    assert ticket_of(message).category is Category.CLOSED


def test_answers_go_to_the_first_writer(desk: Desk) -> None:
    ticket = made_customer(forwarded(open_mailbox()), by=desk.cast.anna)

    with db.reading() as session:
        thread = session.scalars(select(Thread).where(Thread.ticket_id == ticket.id)).one()
        found = default_recipients(session, session.get_one(Ticket, ticket.id), thread)
    assert [address for _, address in found.to] == ["petro@z.test"]


def test_the_forwarder_goes_on_in_the_same_ticket(desk: Desk) -> None:
    box = open_mailbox()
    ticket = made_customer(forwarded(box), by=desk.cast.anna)

    assert arrives(mail(box, sender=FORWARDER, answers="<f@y>")).ticket_id == ticket.id


def test_saying_it_twice_makes_one_ticket(desk: Desk) -> None:
    message = forwarded(open_mailbox())

    assert made_customer(message, by=desk.cast.anna).id == made_customer(message, by=desk.cast.anna).id


def test_taken_back_the_forward_is_a_matter_again_and_the_made_one_is_closed(desk: Desk) -> None:
    message = forwarded(open_mailbox())
    before = ticket_of(message)
    made = made_customer(message, by=desk.cast.anna)

    taken_back(message, by=desk.cast.anna)

    now = ticket_of(message)
    assert (now.merged_into_id, now.category, now.message_count) == (None, before.category, 1)
    assert now.waiting_since == before.waiting_since
    with db.reading() as session:
        assert session.get_one(Ticket, made.id).category is Category.CLOSED
        assert session.get_one(Ticket, made.id).waiting_since is None


def test_taken_back_after_an_answer_the_made_ticket_goes_on(desk: Desk) -> None:
    message = forwarded(open_mailbox())
    made = made_customer(message, by=desk.cast.anna)
    answers(made.id, by=desk.cast.anna)

    taken_back(message, by=desk.cast.anna)

    with db.reading() as session:
        assert session.get_one(Ticket, made.id).category is not Category.CLOSED
    assert ticket_of(message).merged_into_id is None


def test_taken_back_it_may_be_done_again(desk: Desk) -> None:
    message = forwarded(open_mailbox())
    first = made_customer(message, by=desk.cast.anna)
    taken_back(message, by=desk.cast.anna)

    assert made_customer(message, by=desk.cast.anna).id != first.id


def test_a_mail_that_forwards_nothing_has_no_first_writer(desk: Desk) -> None:
    with pytest.raises(Invalid):
        made_customer(arrives(mail(open_mailbox())), by=desk.cast.anna)


def test_nobody_does_so_with_what_they_may_not_see(desk: Desk) -> None:
    message = forwarded(open_mailbox(team_id=desk.cast.support_id))

    with pytest.raises(NotFound):
        made_customer(message, by=desk.cast.charlie)
