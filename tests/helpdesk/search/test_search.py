"""Searching finds what people look for, in three languages, however they type it."""

import pytest
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import receive
from helpdesk.incoming import IncomingMessage, Sender
from helpdesk.models import Customer, IdentityKind, Message, Ticket
from helpdesk.queries.search import hits, search
from helpdesk.queries.search.words import take_apart
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

TEXTS = {
    "My parcel never arrived": ("parcel", "PARC arriv"),
    "Where is café Zoë?": ("cafe zoe", "CAFÉ"),
    "Don't send it again": ("dont send", "don’t"),
    "Посылка до сих пор не пришла": ("посыл", "посылка пришла"),
    "Ещё один вопрос": ("еще", "ЕЩЁ"),
    "Скоро приїде кур'єр": ("кур’єр", "курєр", "приїде"),
    "П’ять листів з Києва": ("п'ят киє", "пʼять"),
    "Order AB-1234/7 is late": ("ab-1234", "ab 1234 7"),
    "Write to ops@warehouse.example please": ("warehouse.example", "ops@warehouse"),
    "see https://shop.example/cart?id=77#x": ("cart", "shop.example/cart"),
    "эмодзи 😀 внутри": ("😀 внутри", "эмодз"),
}
PHONE_QUERIES = (
    "+380501234567",
    "+38 (050) 123-45-67",
    "050 123 45 67",
    "80501234567",
    "00380501234567",
    "123-45-67",
    "Олена 050-123-45-67",
    "олен 050.123.45.67",
)


def mail(desk: Desk, text: str, *, address: str, name: str = "", subject: str = "", phone: bool = False) -> Message:
    kind = IdentityKind.PHONE if phone else IdentityKind.EMAIL
    incoming = IncomingMessage(
        desk.channel_id, f"{address}:{text}", address, Sender(kind, address, name), text, clock.now(), subject=subject
    )
    return db.retrying(lambda session: receive.receive_message(session, incoming))


def found(desk: Desk, query: str) -> dict[str, list[int]]:
    with db.reading() as session:
        answer = search(session, desk.cast.anna, query)
    return {
        "tickets": [row["id"] for row in answer["tickets"]],
        "messages": [hit["message_id"] for hit in answer["messages"]],
        "customers": [customer["id"] for customer in answer["customers"]],
    }


def test_a_message_is_found_by_the_beginnings_of_its_words_alone(either_desk: Desk) -> None:
    said = {text: visitor_writes(either_desk, text, browser=text).id for text in TEXTS}

    for text, queries in TEXTS.items():
        for query in queries:
            assert found(either_desk, query)["messages"] == [said[text]], query


def test_a_message_is_not_found_by_words_it_does_not_have(either_desk: Desk) -> None:
    visitor_writes(either_desk, "My parcel never arrived at the zoo")

    for query in ("parcelled off", "arcel", "parcel refund", "z", "😀", "", "   ", "#"):
        assert found(either_desk, query)["messages"] == [], query


def test_a_ticket_is_found_by_its_number(either_desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(either_desk, "ticket please"))
    visitor_writes(either_desk, "another one", browser="other")

    for query in (f"#{ticket.number}", f"{ticket.number}", f"ticket {ticket.number}", f" # {ticket.number} "):
        assert found(either_desk, query)["tickets"] == [ticket.id], query


def test_the_ticket_with_the_number_comes_first(either_desk: Desk) -> None:
    first = ticket_of(visitor_writes(either_desk, "Hello"))
    second = ticket_of(visitor_writes(either_desk, f"I ask again about {first.number}", browser="other"))

    assert found(either_desk, str(first.number))["tickets"] == [first.id, second.id]


def test_a_customer_is_found_by_name_and_address(either_desk: Desk) -> None:
    ticket = ticket_of(mail(either_desk, "Добрий день", address="o.kovalenko@mail.example", name="Олена (olena)"))
    mail(either_desk, "Somebody else", address="ivan@post.example", name="Ivan")

    for query in ("olena", "ОЛЕНА", "o.kovalenko@mail.example", "mail.example", "kovalenko", "олен koval"):
        answer = found(either_desk, query)
        assert (answer["customers"], answer["tickets"]) == ([ticket.customer_id], [ticket.id]), query


def test_a_customer_is_found_by_telephone_however_it_is_written(either_desk: Desk) -> None:
    ticket = ticket_of(mail(either_desk, "Алло", address="+380501234567", name="Олена", phone=True))
    mail(either_desk, "Алло", address="+380671112233", name="Іван", phone=True)

    for query in PHONE_QUERIES:
        assert found(either_desk, query)["customers"] == [ticket.customer_id], query


def test_a_name_and_a_matter_together_find_that_customers_ticket(either_desk: Desk) -> None:
    hers = mail(either_desk, "I want a refund", address="vera.k@mail.example", name="Vera K", subject="Refund")
    mail(either_desk, "I want a refund", address="ivan@mail.example", name="Ivan", subject="Refund")

    answer = found(either_desk, "vera refund")

    assert answer["tickets"] == [hers.ticket_id]
    assert answer["messages"] == [hers.id]


def test_what_many_others_say_as_well_is_found_behind_the_newest_hits(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits, "NEAR", 1)
    hers = mail(either_desk, "I want a refund", address="vera.k@mail.example", name="Vera K", subject="Refund")
    mail(either_desk, "I want a refund", address="ivan@mail.example", name="Ivan", subject="Refund")

    answer = found(either_desk, "vera refund")

    assert answer["tickets"] == [hers.ticket_id]
    assert answer["messages"] == [hers.id]


def test_an_address_alone_is_known_from_words_with_an_address() -> None:
    assert take_apart(" vera.k@mail.example ").is_address
    assert not take_apart("vera.k@mail.example refund").is_address
    assert not take_apart("refund").is_address


def test_a_changed_subject_is_found_by_its_new_words_only(either_desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(either_desk, "Hello"))
    with db.transaction() as session:
        session.get_one(Ticket, ticket.id).subject = "Broken lamp"

    assert found(either_desk, "lamp")["tickets"] == [ticket.id]
    assert found(either_desk, "hello")["tickets"] == []


def test_a_renamed_customer_is_found_by_the_new_name_only(either_desk: Desk) -> None:
    ticket = ticket_of(mail(either_desk, "Hello", address="a@b.example"))
    for name in ("Петро", "Павло"):
        with db.transaction() as session:
            session.execute(update(Customer).where(Customer.id == ticket.customer_id).values(name=name))

    assert found(either_desk, "павло")["customers"] == [ticket.customer_id]
    assert found(either_desk, "петро")["customers"] == []


def test_an_erased_text_is_found_no_more(either_desk: Desk) -> None:
    message = visitor_writes(either_desk, "my secret number")
    with db.transaction() as session:
        session.execute(update(Message).where(Message.id == message.id).values(text=""))

    assert found(either_desk, "secret")["messages"] == []


def test_the_snippet_marks_the_words_in_their_surroundings(either_desk: Desk) -> None:
    visitor_writes(either_desk, "x " * 100 + "и вот моя Посылка\nне пришла " + "y " * 200)

    with db.reading() as session:
        (hit,) = search(session, either_desk.cast.anna, "посыл приш")["messages"]

    assert [part["text"] for part in hit["snippet"] if part["hit"]] == ["Посылка", "пришла"]
    shown = "".join(part["text"] for part in hit["snippet"])
    assert "вот моя Посылка не пришла" in shown
    assert len(shown) < 250


def test_charlie_of_another_team_finds_nothing(either_desk: Desk) -> None:
    message = mail(either_desk, "A canary sang", address="olena@mail.example", name="Олена", subject="Canary")
    ticket = ticket_of(message)
    with db.transaction() as session:
        session.get_one(Ticket, ticket.id).team_id = either_desk.cast.support_id

    with db.reading() as session:
        for query in ("canary", "Олена", "olena", "mail.example", f"#{ticket.number}", "олена canary", "Vera"):
            search(session, either_desk.cast.anna, query)  # who may see them, in the same session
            answer = search(session, either_desk.cast.charlie, query)
            assert not any(answer.values()), query


def test_no_more_is_answered_than_was_asked_for(either_desk: Desk) -> None:
    for number in range(4):
        visitor_writes(either_desk, "the same words", browser=f"browser {number}")

    with db.reading() as session:
        answer = search(session, either_desk.cast.anna, "same words", limit=3)

    assert [len(answer["messages"]), len(answer["tickets"])] == [3, 3]
