"""What visitors write at once is taken in together, and each message ends as it would have ended alone."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from channels.webchat.parse import Refused
from helpdesk import db
from helpdesk.models import Customer, Event, Identity, Message, Thread, Ticket, Visitor, VisitorEvent
from helpdesk.queries.visitor_news import Told, told_of_messages
from tests.cast import Desk
from tests.poison import refuse
from tests.stories import incoming, visitor_writes
from web.chat import door as door_of_visitors
from web.chat.door import Door
from web.chat.intake import Letter, take_many


def letter(desk: Desk, words: str, *, browser: str = "vera", key: str | None = None, **told: Any) -> Letter:
    """A message as its socket hands it over; told: what else its visitor says."""
    message = incoming(desk, words, browser=browser, key=key)
    assert message.visitor is not None
    return Letter(replace(message, visitor=replace(message.visitor, **told)), "127.0.0.1")


def texts(browser_words: str) -> list[str]:
    """What the ticket holds in which this was written, in its order."""
    with db.reading() as session:
        ticket_id = select(Message.ticket_id).where(Message.text == browser_words)
        found = select(Message.text).where(Message.ticket_id.in_(ticket_id)).order_by(Message.id)
        return list(session.scalars(found))


@contextmanager
def counted(what: str) -> Iterator[list[str]]:
    """Collect what writers do meanwhile: "commit", or "before_cursor_execute" for statements."""
    done: list[str] = []

    def note(*arguments: Any) -> None:
        done.append(str(arguments[2]) if len(arguments) > 2 else what)

    event.listen(db.current().writes, what, note)
    try:
        yield done
    finally:
        event.remove(db.current().writes, what, note)


def test_messages_of_many_cost_as_many_statements_as_messages_of_two(desk: Desk) -> None:
    for number in range(20):
        visitor_writes(desk, f"first of {number}", browser=str(number))

    with counted("before_cursor_execute") as few:
        take_many([letter(desk, f"second of {n}", browser=str(n)) for n in range(2)])
    with counted("before_cursor_execute") as many:
        told = take_many([letter(desk, f"third of {n}", browser=str(n)) for n in range(20)])

    assert all(isinstance(one, Told) for one in told)
    assert len(many) == len(few)


def test_taken_together_they_leave_what_they_leave_one_by_one(desk: Desk) -> None:
    for browser in ("together", "alone"):
        visitor_writes(desk, "Hello", browser=browser)
    take_many([letter(desk, words, browser="together") for words in ("One", "Two <b>")])
    for words in ("One", "Two <b>"):
        visitor_writes(desk, words, browser="alone")

    with db.reading() as session:
        tickets = list(session.scalars(select(Ticket).order_by(Ticket.id)))
        assert len(tickets) == 2
        together, alone = (_left(session, ticket) for ticket in tickets)
    assert together == alone


def _left(session: Session, ticket: Ticket) -> list[Any]:
    messages = session.scalars(select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id)).all()
    facts = session.scalars(select(VisitorEvent).where(VisitorEvent.ticket_id == ticket.id)).all()
    events = session.scalars(select(Event).where(Event.ticket_id == ticket.id).order_by(Event.id)).all()
    return [
        (
            ticket.message_count,
            ticket.preview,
            ticket.version,
            ticket.last_seq,
            ticket.category,
            ticket.waiting_since is None,
        ),
        [(one.text, one.html, one.kind, one.author_kind, one.is_auto) for one in messages],
        [(one.seq, one.kind, one.message_id is None, one.data) for one in facts],
        [(one.kind, one.actor, one.data.keys(), one.message_id is None) for one in events],
    ]


def test_first_messages_taken_together_leave_what_one_alone_leaves(desk: Desk) -> None:
    told = take_many([letter(desk, "Hello", browser=name) for name in ("vera", "oleh")])
    visitor_writes(desk, "Hello", browser="alone")

    assert [one.fact["seq"] for one in told if isinstance(one, Told)] == [1, 1]
    with db.reading() as session:
        first, second, alone = session.scalars(select(Ticket).order_by(Ticket.id))
        assert _left(session, first) == _left(session, second) == _left(session, alone)
        assert _opened(session, first) == _opened(session, second) == _opened(session, alone)
    assert len({first.number, second.number, alone.number}) == len({first.customer_id, second.customer_id}) + 1


def test_two_first_messages_of_one_browser_make_one_ticket(desk: Desk) -> None:
    first, second = take_many([letter(desk, "One"), letter(desk, "Two")])

    assert isinstance(first, Told)
    assert isinstance(second, Told)
    assert first.ticket_id == second.ticket_id
    assert texts("One") == ["One", "Two"]


def test_a_visitor_is_told_what_the_desk_would_read(desk: Desk) -> None:
    visitor_writes(desk)

    (told,) = take_many([letter(desk, "Where is it?\n\nhttps://shop.example")])

    with db.reading() as session:
        message_id = session.scalars(select(Message.id).order_by(Message.id.desc())).first()
        assert message_id is not None
        assert told_of_messages(session, [message_id])[message_id] == told


def test_the_same_message_twice_in_one_batch_is_stored_once(desk: Desk) -> None:
    visitor_writes(desk, "first")
    key = "0b0e7b46-7a4e-4b52-9d5c-1f1f3f1d7a10"

    told = take_many([letter(desk, "again", key=key), letter(desk, "again", key=key)])

    assert told[0] == told[1]
    assert texts("first") == ["first", "again"]


def test_a_bad_message_fails_alone(desk: Desk) -> None:
    for browser in ("vera", "oleh"):
        visitor_writes(desk, f"first of {browser}", browser=browser)

    before, bad, after = take_many(
        [letter(desk, "before"), letter(desk, "bad", browser="oleh", ticket=999_999), letter(desk, "after")]
    )

    assert isinstance(bad, Refused)
    assert isinstance(before, Told)
    assert isinstance(after, Told)
    assert texts("first of vera") == ["first of vera", "before", "after"]


def test_what_no_transaction_takes_does_not_stop_the_others(desk: Desk) -> None:
    for browser in ("vera", "oleh"):
        visitor_writes(desk, f"first of {browser}", browser=browser)
    refuse("INSERT", "message", "text", "poison")

    good, bad = take_many([letter(desk, "good"), letter(desk, "poison", browser="oleh")])

    assert isinstance(good, Told)
    assert not isinstance(bad, Told)
    assert texts("first of vera") == ["first of vera", "good"]
    assert texts("first of oleh") == ["first of oleh"]


def test_nothing_of_a_visitor_overtakes_what_has_to_go_alone(desk: Desk) -> None:
    visitor_writes(desk, "first")

    take_many([letter(desk, "another matter", ticket=0), letter(desk, "goes on there")])

    assert texts("first") == ["first"]
    assert texts("another matter") == ["another matter", "goes on there"]


def test_a_message_says_where_its_visitor_is_now(desk: Desk) -> None:
    visitor_writes(desk)

    take_many([letter(desk, "Still here", page={"url": "https://shop.example/cart"}, device={"browser": "Firefox"})])

    with db.reading() as session:
        visitor = session.scalars(select(Visitor)).one()
        assert visitor.page == {"url": "https://shop.example/cart"}
        assert visitor.device == {"browser": "Firefox"}


def test_who_writes_while_one_is_taken_goes_together_with_the_next(desk: Desk) -> None:
    for number in range(20):
        visitor_writes(desk, f"first of {number}", browser=str(number))

    async def all_at_once() -> list[Told]:
        door = Door()
        try:
            letters = [letter(desk, f"second of {number}", browser=str(number)) for number in range(20)]
            return await asyncio.gather(*(door.take(one) for one in letters))
        finally:
            door.close()

    with counted("commit") as commits:
        told = asyncio.run(all_at_once())

    assert [one.fact["message"]["text"] for one in told] == [f"second of {number}" for number in range(20)]
    # On SQLite the first goes alone at once and the others together; on PostgreSQL there are a few lanes.
    assert len(commits) == 2 if db.current().is_sqlite else len(commits) < 20


def test_while_many_write_batches_keep_apart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_of_visitors, "BUSY_PER_S", 0.5)  # two in as many seconds are many
    monkeypatch.setattr(door_of_visitors, "APART_S", 0.5)
    for number in range(10):
        visitor_writes(desk, f"first of {number}", browser=str(number))

    async def one_after_the_other() -> list[Told]:
        door = Door()
        try:
            taken = []
            for number in range(40):
                taken.append(asyncio.create_task(door.take(letter(desk, f"{number}", browser=str(number % 10)))))
                await asyncio.sleep(0.002)
            return await asyncio.gather(*taken)
        finally:
            door.close()

    with counted("commit") as commits:
        told = asyncio.run(one_after_the_other())

    assert [one.fact["message"]["text"] for one in told] == [str(number) for number in range(40)]
    assert len(commits) < 30


def _opened(session: Session, ticket: Ticket) -> list[Any]:
    customer = session.get_one(Customer, ticket.customer_id)
    identity = session.scalars(select(Identity).where(Identity.customer_id == customer.id)).one()
    visitor = session.scalars(select(Visitor).where(Visitor.identity_id == identity.id)).one()
    thread = session.scalars(select(Thread).where(Thread.ticket_id == ticket.id)).one()
    return [
        (ticket.subject, ticket.status_id, ticket.type_id, ticket.priority, ticket.team_id, ticket.channel_id),
        (customer.name, customer.language, identity.kind, identity.display, identity.verified_by, visitor.locale),
        (visitor.page, visitor.said, visitor.consented_at, visitor.channel_id, thread.channel_id, thread.details),
        (
            (thread.peer,) == visitor.peers,
            thread.identity_id == identity.id,
            thread.is_closed,
            ticket.last_message_from,
        ),
    ]
