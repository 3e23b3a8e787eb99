"""A matter of its own becomes a ticket of its own."""

import pytest

from helpdesk import db
from helpdesk.actions import split
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Message, Ticket
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.helpdesk.merging.histories import answers, home_of
from tests.mails import arrives, gateway_sends, identity_of, links_of, mail, open_mailbox
from tests.stories import visitor_writes


def split_off(*messages: Message, by: Actor, ticket_id: int | None = None) -> Ticket:
    with db.transaction() as session:
        ids = [message.id for message in messages]
        return split.split(session, ticket_id or messages[0].ticket_id, message_ids=ids, by=by, subject="The other")


def story(box: int) -> tuple[Message, Message]:
    first = arrives(mail(box, "Where is it?", mail_id="<one@shop>"))
    return first, arrives(mail(box, "By the way, a refund?", answers="<one@shop>", mail_id="<two@shop>"))


def test_its_messages_stand_on_a_new_ticket_that_follows_the_old(desk: Desk) -> None:
    first, second = story(open_mailbox())

    fresh = split_off(second, by=desk.cast.anna)

    assert (fresh.subject, fresh.message_count, fresh.last_message_id) == ("The other", 1, second.id)
    assert (home_of(first).message_count, home_of(first).last_message_id) == (1, first.id)
    assert links_of(fresh) == [("follows", first.ticket_id)]


def test_both_wait_since_their_own_question(desk: Desk) -> None:
    first, second = story(open_mailbox())

    fresh = split_off(second, by=desk.cast.anna)

    assert fresh.waiting_since == second.created_at
    assert home_of(first).waiting_since == first.created_at


def test_what_was_answered_waits_no_more(desk: Desk) -> None:
    box = open_mailbox()
    first, second = story(box)
    answer = answers(first.ticket_id, by=desk.cast.anna)
    gateway_sends(box)

    fresh = split_off(second, answer, by=desk.cast.anna)

    assert (fresh.waiting_since, fresh.message_count) == (None, 2)
    assert fresh.answered_at is not None


def test_answers_to_what_was_split_off_go_with_it(desk: Desk) -> None:
    box = open_mailbox()
    first, second = story(box)
    fresh = split_off(second, by=desk.cast.anna)

    assert arrives(mail(box, "So?", answers="<two@shop>")).ticket_id == fresh.id
    assert arrives(mail(box, "So?", answers="<one@shop>")).ticket_id == first.ticket_id


def test_what_somebody_else_wrote_becomes_their_own_ticket(desk: Desk) -> None:
    box = open_mailbox()
    first = arrives(mail(box, "Where is it?", cc=(("", "oleh@z.test"),), mail_id="<one@shop>"))
    second = arrives(mail(box, "And mine?", sender="oleh@z.test", answers="<one@shop>"))
    assert second.ticket_id == first.ticket_id

    fresh = split_off(second, by=desk.cast.anna)

    assert fresh.customer_id == identity_of("oleh@z.test").customer_id
    assert home_of(first).customer_id != fresh.customer_id


def test_charlie_splits_nothing_he_may_not_see(desk: Desk) -> None:
    first, second = story(open_mailbox(team_id=desk.cast.support_id))

    with pytest.raises(NotFound):
        split_off(second, by=desk.cast.charlie)
    assert home_of(second).id == first.ticket_id


def test_something_of_the_customer_is_left(desk: Desk) -> None:
    first, second = story(open_mailbox())

    with pytest.raises(Conflict):
        split_off(first, second, by=desk.cast.anna)


def test_messages_of_another_ticket_are_refused(desk: Desk) -> None:
    box = open_mailbox()
    first, second = story(box)
    other = arrives(mail(box, "Another"))

    with pytest.raises(Invalid):
        split_off(second, other, by=desk.cast.anna, ticket_id=first.ticket_id)


def test_a_chat_stays_in_one_piece(desk: Desk) -> None:
    visitor_writes(desk, "Hello")
    second = visitor_writes(desk, "And a refund")

    with pytest.raises(Conflict) as refused:
        split_off(second, by=desk.cast.anna)
    assert refused.value.code == "chat"
