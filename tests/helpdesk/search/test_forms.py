"""Words are found in their other forms, in three languages; the best hits first when that is asked for."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.models import Message, Ticket
from helpdesk.queries.rows import Json
from helpdesk.queries.search import Order, search
from helpdesk.queries.search.forms import forms_of
from tests.cast import Desk
from tests.stories import visitor_writes

SAME = (
    "refund refunds refunded refunding",
    "arrive arrived arrives arriving",
    "delivery deliveries",
    "cancel cancelled cancelling",
    "посылка посылки посылку посылками посылок",
    "заказ заказы заказов заказом",
    "деньги денег деньгами",
    "вернуть верните вернули вернул",
    "получил получить получили получит",
    "новый новая нового новым",
    "вернулся вернулась вернуться",
    "посилка посилці посилок посилкою",
    "замовлення замовлень замовленням",
    "рахунок рахунки рахунків рахунку",
    "оплатив оплатити оплатила оплатили",
)
OTHERS = (("дело", "делать"), ("карта", "картина"), ("привет", "привычка"), ("case", "cash"), ("стол", "стой"))


@pytest.mark.parametrize("words", SAME)
def test_each_form_of_a_word_leads_to_the_others(words: str) -> None:
    for one in words.split():
        for other in words.split():
            assert other.startswith(one) or other in forms_of(one), (one, other)


@pytest.mark.parametrize(("word", "other"), OTHERS)
def test_words_that_only_begin_alike_are_other_words(word: str, other: str) -> None:
    assert other not in forms_of(word)


@pytest.mark.parametrize(
    "word", ["", "я", "кот", "ab12", "2026", "й" * 40, "ссссссс", "ьььь", "ooooo", "日本語テキスト"]
)
def test_whatever_is_typed_has_a_bounded_number_of_forms(word: str) -> None:
    assert len(forms_of(word)) <= 120


def found(desk: Desk, query: str, order: Order = Order.NEWEST) -> Json:
    with db.reading() as session:
        return search(session, desk.cast.anna, query, order=order)


def test_messages_and_subjects_are_found_by_other_forms_which_are_marked(either_desk: Desk) -> None:
    parcel = visitor_writes(either_desk, "Верните деньги за посылку", browser="one")
    order = visitor_writes(either_desk, "Два замовлення не доставлено", browser="two")
    refund = visitor_writes(either_desk, "They refunded me nothing", browser="three")

    for query, message in (("посылками", parcel), ("возврат денег", None), ("вернуть денег", parcel)):
        assert [hit["message_id"] for hit in found(either_desk, query)["messages"]] == ([message.id] if message else [])
    for query, message in (("замовлень", order), ("refunds", refund)):
        answer = found(either_desk, query)
        assert [row["id"] for row in answer["tickets"]] == [message.ticket_id]
        assert [part["text"].lower() for part in answer["messages"][0]["snippet"] if part["hit"]]


def test_the_best_come_first_when_asked_for(either_desk: Desk) -> None:
    subject = visitor_writes(either_desk, "Refund", browser="one")
    old = visitor_writes(either_desk, "My refund is late, I was promised a refund", browser="old")
    for n in range(3):
        visitor_writes(either_desk, f"Hello {n}. " + "Many other words of no matter. " * 20 + "refund", browser=f"b{n}")
    with db.transaction() as session:
        long_ago = clock.now() - timedelta(days=900)
        session.execute(update(Message).where(Message.id == old.id).values(created_at=long_ago))
        for id in (subject.ticket_id, old.ticket_id):
            session.execute(update(Ticket).where(Ticket.id == id).values(last_message_at=long_ago))

    newest, best = (found(either_desk, "refund", order) for order in Order)

    assert best["tickets"][0]["id"] == subject.ticket_id
    assert newest["tickets"][-1]["id"] in (subject.ticket_id, old.ticket_id)
    assert best["messages"][0]["message_id"] == subject.id
    assert {hit["message_id"] for hit in best["messages"]} == {hit["message_id"] for hit in newest["messages"]}


def test_charlie_of_another_team_finds_nothing_best_first_either(either_desk: Desk) -> None:
    message = visitor_writes(either_desk, "A canary sang")
    with db.transaction() as session:
        session.get_one(Ticket, message.ticket_id).team_id = either_desk.cast.support_id

    with db.reading() as session:
        answer = search(session, either_desk.cast.charlie, "canaries vera", order=Order.BEST)
        assert not any(answer.values())
        assert search(session, either_desk.cast.anna, "canaries", order=Order.BEST)["messages"]
