"""Finding in one ticket, on both databases."""

import pytest

from helpdesk import db
from helpdesk.queries import found_messages
from tests.cast import Desk
from tests.stories import answers, takes, ticket_of, visitor_writes


def found(ticket_id: int, text: str) -> tuple[list[int], bool]:
    with db.reading() as session:
        answer = found_messages.found_messages(session, ticket_id, text)
    return answer["message_ids"], answer["is_whole"]


def test_a_message_is_found_by_a_part_of_it_in_whatever_letters_the_oldest_first(either_desk: Desk) -> None:
    first = visitor_writes(either_desk, "Где мой ЗЕЛЁНЫЙ чай, заказ AB-20418?")
    takes(first.ticket_id, by=either_desk.cast.anna)
    second = answers(first.ticket_id, "Зелёный чай и café в пути", by=either_desk.cast.anna)
    visitor_writes(either_desk, "Спасибо")
    elsewhere = visitor_writes(either_desk, "Зелёный чай?", browser="oleh")

    assert ticket_of(elsewhere).id != first.ticket_id
    assert found(first.ticket_id, "зеленый ЧАЙ") == ([first.id, second.id], True)
    assert found(first.ticket_id, "-2041") == ([first.id], True)
    assert found(first.ticket_id, "CAFE") == ([second.id], True)
    assert found(first.ticket_id, "100%_") == ([], True)
    assert found(first.ticket_id, "   ") == ([], True)


def test_what_was_not_looked_at_is_said(either_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_messages, "MOST_LOOKED_AT", 2)
    for text in ("tea", "more tea", "even more tea"):
        last = visitor_writes(either_desk, text)

    assert found(last.ticket_id, "tea") == ([last.id - 1, last.id], False)
