"""Searching over HTTP."""

from collections.abc import Callable

from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


def test_search_finds_the_ticket_and_marks_the_words(desk: Desk, browser: Open) -> None:
    message = visitor_writes(desk, "Де моя посилка?")

    found = browser("anna").get("/api/search", params={"q": "ПОСИЛ"}).json()

    assert [row["id"] for row in found["tickets"]] == [message.ticket_id]
    assert found["messages"] == [
        {
            "message_id": message.id,
            "ticket_id": message.ticket_id,
            "ticket_number": ticket_of(message).number,
            "snippet": [
                {"text": "Де моя ", "hit": False},
                {"text": "посилка", "hit": True},
                {"text": "?", "hit": False},
            ],
        }
    ]


def test_nothing_asked_is_nothing_found(browser: Open) -> None:
    nothing: dict[str, list[object]] = {
        "tickets": [],
        "messages": [],
        "files": [],
        "sides": [],
        "customers": [],
        "unknown": [],
    }

    for query in ("", "?q=", "?q=%20%F0%9F%98%80%22*"):
        assert browser("anna").get(f"/api/search{query}").json() == nothing


def test_ten_thousand_characters_are_a_question_and_more_are_none(browser: Open) -> None:
    anna = browser("anna")

    assert anna.get("/api/search", params={"q": "a b " * 2_500}).status_code == 200
    assert anna.get("/api/search", params={"q": "a" * 10_001}).status_code == 400


def test_the_number_of_answers_has_bounds(browser: Open) -> None:
    for limit in ("0", "101", "x"):
        answer = browser("anna").get(f"/api/search?q=a&limit={limit}")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["limit"])
