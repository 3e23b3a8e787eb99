"""Merging, splitting and linking over HTTP."""

from collections.abc import Callable

import pytest

from helpdesk.incoming import IncomingForward
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import arrives, mail, open_mailbox

Open = Callable[..., Browser]


def two(box: int) -> tuple[int, int]:
    return arrives(mail(box, "One")).ticket_id, arrives(mail(box, "Two")).ticket_id


def test_a_ticket_is_merged_and_parted(desk: Desk, browser: Open) -> None:
    first, second = two(open_mailbox())
    anna = browser("anna")

    merged = anna.put(f"/api/tickets/{second}/merge", json={"into_id": first})
    there = anna.get(f"/api/tickets/{first}").json()
    back = anna.send("DELETE", f"/api/tickets/{second}/merge")

    assert (merged.status_code, merged.json()["ticket"]["merged_into_id"]) == (200, first)
    assert [message["text"] for message in there["messages"]] == ["One", "Two"]
    assert there["entries"][-1]["kind"] == "ticket.joined"
    assert (back.status_code, back.json()["ticket"]["merged_into_id"]) == (200, None)
    assert len(anna.get(f"/api/tickets/{first}").json()["messages"]) == 1


def test_why_two_tickets_stay_two_is_said_by_its_code(desk: Desk, browser: Open) -> None:
    box = open_mailbox()
    first, second = two(box)
    third, anna = arrives(mail(box, "Three")).ticket_id, browser("anna")
    anna.put(f"/api/tickets/{second}/merge", json={"into_id": first})

    refused = anna.put(f"/api/tickets/{third}/merge", json={"into_id": second})
    itself = anna.put(f"/api/tickets/{third}/merge", json={"into_id": third})

    assert (refused.status_code, refused.json()["code"]) == (409, "merged")
    assert (itself.status_code, itself.json()["fields"]) == (400, {"into_id": "itself"})


def test_messages_are_split_off(desk: Desk, browser: Open) -> None:
    box = open_mailbox()
    first = arrives(mail(box, "One", mail_id="<one@shop>"))
    second = arrives(mail(box, "Two", answers="<one@shop>"))

    made = browser("anna").post(
        f"/api/tickets/{first.ticket_id}/splits", json={"message_ids": [second.id], "subject": "Another"}
    )

    assert made.status_code == 201
    assert (made.json()["ticket"]["subject"], made.json()["ticket"]["follows_id"]) == ("Another", first.ticket_id)


@pytest.mark.parametrize("kind", ["follows", "enemy", ""])
def test_links_of_other_kinds_are_refused(desk: Desk, browser: Open, kind: str) -> None:
    first, second = two(open_mailbox())
    anna = browser("anna")

    assert anna.put(f"/api/tickets/{first}/links", json={"other_id": second, "kind": kind}).status_code == 400
    assert anna.send("DELETE", f"/api/tickets/{first}/links/{kind or 'x'}/{second}").status_code == 404


def test_the_writer_of_a_forwarded_mail_becomes_a_customer(desk: Desk, browser: Open) -> None:
    told = IncomingForward("petro@z.test", "Petro", "Broken charger")
    forwarded = arrives(mail(open_mailbox(), "See below", sender="colleague@x.example", forward=told))

    made = browser("anna").post(f"/api/messages/{forwarded.id}/customer", json={})

    assert (made.status_code, made.json()["ticket"]["customer"]["name"]) == (201, "Petro")
