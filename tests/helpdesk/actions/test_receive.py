"""Taking in a customer's message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from helpdesk import clock, db
from helpdesk.actions import lifecycle
from helpdesk.actions.statuses import default_status
from helpdesk.models import Category, Customer, Message, Ticket, TicketLink
from tests.cast import Desk
from tests.stories import answers, takes, ticket_of, visitor_writes


def count(table: type) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_message_received_twice_is_stored_once(desk: Desk) -> None:
    first = visitor_writes(desk, key="one")

    again = visitor_writes(desk, key="one")

    assert again.id == first.id
    assert count(Message) == 1


def test_the_same_message_received_at_once_by_eight_is_stored_once(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: visitor_writes(desk, key="one").id, range(8)))

    assert len(set(ids)) == 1
    assert count(Ticket) == 1


def test_messages_of_a_new_visitor_that_cross_land_on_one_ticket(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        tickets = list(pool.map(lambda n: visitor_writes(desk, f"part {n}").ticket_id, range(8)))

    assert len(set(tickets)) == 1
    assert ticket_of(visitor_writes(desk)).last_seq == 9


def test_a_second_message_goes_to_the_same_ticket(desk: Desk) -> None:
    first = visitor_writes(desk, "One")

    second = visitor_writes(desk, "Two")

    assert second.ticket_id == first.ticket_id
    assert ticket_of(second).preview == "Two"
    assert ticket_of(second).subject == "One"


def test_two_browsers_are_two_customers(desk: Desk) -> None:
    before = count(Customer)

    tickets = {visitor_writes(desk, browser=browser).ticket_id for browser in ("vera", "vasyl")}

    assert len(tickets) == 2
    assert count(Customer) == before + 2


def test_waiting_starts_with_the_first_unanswered_message(desk: Desk) -> None:
    first = visitor_writes(desk)

    second = visitor_writes(desk)

    assert ticket_of(second).waiting_since == first.created_at


def test_a_message_to_a_pending_ticket_opens_it(desk: Desk) -> None:
    message = visitor_writes(desk)
    pending = _status_id(Category.PENDING)
    with db.transaction() as session:
        lifecycle.set_status(session, message.ticket_id, status_id=pending, by=desk.cast.anna)

    visitor_writes(desk)

    assert ticket_of(message).category is Category.OPEN


def test_a_message_to_a_resolved_ticket_reopens_it_for_anybody_free(desk: Desk) -> None:
    message = visitor_writes(desk)
    takes(message.ticket_id, by=desk.cast.anna)
    _resolve(desk, message)

    visitor_writes(desk)

    assert ticket_of(message).category is Category.OPEN
    assert ticket_of(message).assignee_id is None


def test_a_message_eight_days_after_the_resolution_makes_a_ticket_that_follows_it(desk: Desk) -> None:
    message = visitor_writes(desk)
    _resolve(desk, message)

    with clock.fixed(clock.now() + timedelta(days=8)):
        later = visitor_writes(desk)

    assert later.ticket_id != message.ticket_id
    with db.reading() as session:
        link = session.scalars(select(TicketLink)).one()
        assert (link.ticket_id, link.other_id) == (later.ticket_id, message.ticket_id)


def test_the_ticket_after_that_one_gets_the_next_message_too(desk: Desk) -> None:
    message = visitor_writes(desk)
    _resolve(desk, message)
    with clock.fixed(clock.now() + timedelta(days=8)):
        later = visitor_writes(desk)

        assert visitor_writes(desk).ticket_id == later.ticket_id


def test_an_answer_ends_the_waiting(desk: Desk) -> None:
    message = visitor_writes(desk)

    answers(message.ticket_id, by=desk.cast.anna)

    assert ticket_of(message).waiting_since is None
    assert ticket_of(message).first_responded_at is not None


def test_text_that_no_database_can_hold_is_cleaned_and_kept(desk: Desk) -> None:
    message = visitor_writes(desk, "a\x00b\ud800c\x1bd")

    assert message.text == "abcd"


def test_markup_in_a_chat_message_stays_text(desk: Desk) -> None:
    message = visitor_writes(desk, "<img src=x onerror=alert(1)> **b** https://shop.example/?a=1&b=2.")

    assert "<img" not in message.html
    assert "**b**" in message.html
    assert 'href="https://shop.example/?a=1&amp;b=2"' in message.html


def _status_id(category: Category) -> int:

    with db.reading() as session:
        return default_status(session, category).id


def _resolve(desk: Desk, message: Message) -> None:
    with db.transaction() as session:
        lifecycle.resolve(session, message.ticket_id, by=desk.cast.anna)
