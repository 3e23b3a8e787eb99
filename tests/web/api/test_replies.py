"""Writing replies and notes over HTTP, and taking back, repeating and confirming them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.models import DeliveryState, Message
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import answers, ticket_of, visitor_writes

Open = Callable[..., Browser]


def test_a_reply_is_made_once_however_often_it_is_sent(desk: Desk, browser: Open) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), browser("anna")
    body = {"client_key": "0b0c", "text": "Hello *you*", "seen_message_id": 99_999}

    first = anna.post(f"/api/tickets/{ticket.id}/replies", json=body)
    again = anna.post(f"/api/tickets/{ticket.id}/replies", json=body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["message"]["id"] == again.json()["message"]["id"]
    assert first.json()["message"]["delivery"]["state"] == "queued"
    assert len(anna.get(f"/api/tickets/{ticket.id}").json()["messages"]) == 2


def test_a_reply_is_held_when_the_customer_has_written_meanwhile(desk: Desk, browser: Open) -> None:
    seen, anna = visitor_writes(desk, "First"), browser("anna")
    newer = visitor_writes(desk, "Wait, one more thing")
    body = {"client_key": "1", "text": "Hello", "seen_message_id": seen.id}

    refused = anna.post(f"/api/tickets/{seen.ticket_id}/replies", json=body)
    forced = anna.post(f"/api/tickets/{seen.ticket_id}/replies", json=body | {"force": True})

    assert (refused.status_code, refused.json()["code"]) == (409, "newer_message")
    assert refused.json()["fields"] == {"message_id": newer.id}
    assert forced.status_code == 201


def test_a_reply_is_held_when_a_colleague_has_answered_meanwhile(desk: Desk, browser: Open) -> None:
    seen, anna, boris = visitor_writes(desk, "First"), browser("anna"), browser("boris")
    where = f"/api/tickets/{seen.ticket_id}/replies"
    body = {"client_key": "1", "text": "Hello", "seen_message_id": seen.id}
    answered = boris.post(where, json=body | {"client_key": "2"}).json()["message"]["id"]

    refused = anna.post(where, json=body)
    own = boris.post(where, json=body | {"client_key": "3"})
    forced = anna.post(where, json=body | {"force": True})

    assert (refused.status_code, refused.json()["code"]) == (409, "colleague_answered")
    assert refused.json()["fields"]["message_id"] >= answered
    assert (own.status_code, forced.status_code) == (201, 201)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"client_key": "1", "text": ""}, "text"),
        ({"client_key": "1", "text": " \n\t"}, "text"),
        ({"client_key": "1", "text": "\x00"}, "text"),
        ({"client_key": "1", "text": "x" * 10_001}, "text"),
        ({"client_key": "1", "text": "x" * 60_000}, "text"),
        ({"client_key": "1"}, "text"),
        ({"text": "x"}, "client_key"),
        ({"client_key": "1" * 61, "text": "x"}, "client_key"),
        ({"client_key": "1", "text": "x", "author_id": 3}, "author_id"),
        ({"client_key": "1", "text": "x", "attachment_ids": ["nothing"]}, "attachment_ids"),
        ({"client_key": "1", "text": 7}, "text"),
    ],
)
@pytest.mark.parametrize("kind", ["replies", "notes"])
def test_what_cannot_be_sent_is_refused_naming_the_field(
    desk: Desk, browser: Open, kind: str, body: dict[str, object], field: str
) -> None:
    ticket = ticket_of(visitor_writes(desk))

    answer = browser("anna").post(f"/api/tickets/{ticket.id}/{kind}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert field in answer.text
    assert len(browser("anna").get(f"/api/tickets/{ticket.id}").json()["messages"]) == 1


def test_ten_thousand_characters_of_any_language_are_sent(desk: Desk, browser: Open) -> None:
    ticket, text = ticket_of(visitor_writes(desk)), "ї" * 10_000

    answer = browser("anna").post(f"/api/tickets/{ticket.id}/replies", json={"client_key": "1", "text": text})

    assert answer.json()["message"]["text"] == text


def test_a_held_reply_becomes_a_draft_again(desk: Desk, browser: Open) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), browser("anna")
    browser("dora").patch("/api/settings", json={"undo_send_s": {"webchat": 60, "telegram": 0, "email": 10}})
    sent = anna.post(f"/api/tickets/{ticket.id}/replies", json={"client_key": "1", "text": "Too soon"}).json()

    taken_back = anna.delete(f"/api/messages/{sent['message']['id']}/release")

    assert (taken_back.status_code, taken_back.json()["draft"]["text"]) == (200, "Too soon")
    assert anna.get(f"/api/tickets/{ticket.id}/drafts/reply").json()["text"] == "Too soon"
    assert anna.delete(f"/api/messages/{sent['message']['id']}/release").status_code == 409


def test_a_reply_that_has_gone_cannot_be_taken_back(desk: Desk, browser: Open) -> None:
    ticket = ticket_of(visitor_writes(desk))
    sent = answers(ticket.id, by=desk.cast.anna)

    answer = browser("anna").delete(f"/api/messages/{sent.id}/release")

    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")


def test_nobody_takes_back_what_another_wrote(desk: Desk, browser: Open) -> None:
    sent = answers(ticket_of(visitor_writes(desk)).id, by=desk.cast.anna)
    _become(sent.id, DeliveryState.QUEUED, held=True)

    assert browser("boris").delete(f"/api/messages/{sent.id}/release").status_code == 404


@pytest.mark.parametrize(
    ("state", "verb", "path", "status", "after"),
    [
        (DeliveryState.FAILED, "POST", "attempts", 201, "queued"),
        (DeliveryState.UNKNOWN, "POST", "attempts", 201, "queued"),
        (DeliveryState.UNKNOWN, "PUT", "confirmation", 200, "sent"),
        (DeliveryState.FAILED, "PUT", "confirmation", 409, None),
        (DeliveryState.SENT, "POST", "attempts", 409, None),
    ],
)
def test_a_person_decides_about_a_reply_that_went_wrong(
    desk: Desk, browser: Open, state: DeliveryState, verb: str, path: str, status: int, after: str | None
) -> None:
    sent = answers(ticket_of(visitor_writes(desk)).id, by=desk.cast.anna)
    _become(sent.id, state)

    answer = browser("boris").send(verb, f"/api/messages/{sent.id}/{path}", json={})

    assert answer.status_code == status
    if after is not None:
        assert answer.json()["message"]["delivery"]["state"] == after


def _become(message_id: int, state: DeliveryState, *, held: bool = False) -> None:
    with db.transaction() as session:
        message = session.get_one(Message, message_id)
        message.delivery_state = state
        message.release_at = clock.now() + timedelta(minutes=1) if held else None
