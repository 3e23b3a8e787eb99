"""Customers and their whole history over HTTP."""

from collections.abc import Callable

from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Event, Status
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


def test_the_panel_shows_who_the_customer_is(desk: Desk, browser: Open) -> None:
    ticket = ticket_of(visitor_writes(desk))

    panel = browser("anna").get(f"/api/customers/{ticket.customer_id}").json()

    assert [identity["kind"] for identity in panel["identities"]] == ["visitor"]
    assert [one["number"] for one in panel["tickets"]] == [ticket.number]
    assert (panel["language"], panel["blocked"], panel["organisation"]) == ("uk", False, None)


def test_a_customer_nobody_has_a_ticket_of_is_known_to_admins_only(desk: Desk, browser: Open) -> None:
    path = f"/api/customers/{desk.cast.vera_id}"

    assert browser("anna").get(path).status_code == 404
    assert browser("dora").get(path).json()["identities"][0]["address"] == "vera@shop.example"


def test_a_renamed_customer_has_the_new_name_on_every_row(desk: Desk, browser: Open) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), browser("anna")
    version = anna.get(f"/api/tickets/{ticket.id}").json()["ticket"]["version"]

    answer = anna.patch(f"/api/customers/{ticket.customer_id}", json={"name": " Олена\n Коваль "})

    row = anna.get(f"/api/tickets/{ticket.id}").json()["ticket"]
    assert answer.json()["name"] == row["customer"]["name"] == "Олена Коваль"
    assert row["version"] == version + 1
    assert _kinds() == ["customer.changed"]


def test_the_same_name_records_nothing(desk: Desk, browser: Open) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), browser("anna")
    path = f"/api/customers/{ticket.customer_id}"
    anna.patch(path, json={"name": "Vera"})

    for body in ({"name": "Vera"}, {}):
        assert anna.patch(path, json=body).status_code == 200

    assert _kinds() == ["customer.changed"]


def test_a_customer_needs_a_name_of_some_length(desk: Desk, browser: Open) -> None:
    ticket = ticket_of(visitor_writes(desk))

    for name in ("", "\u200b", "x" * 201):
        answer = browser("anna").patch(f"/api/customers/{ticket.customer_id}", json={"name": name})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["name"])


def test_history_runs_over_all_tickets_in_order(desk: Desk, browser: Open) -> None:
    anna, first = browser("anna"), visitor_writes(desk, "the first matter")
    anna.put(f"/api/tickets/{first.ticket_id}/status", json={"status_id": _closed()})
    rest = [visitor_writes(desk, f"the second matter, {n}") for n in range(5)]
    at = f"/api/customers/{ticket_of(first).customer_id}/history"

    newest = anna.get(f"{at}?limit=2").json()
    oldest = anna.get(f"{at}?limit=10&before={newest['messages'][0]['id']}").json()
    around = anna.get(f"{at}?limit=4&around={rest[0].id}").json()
    later = anna.get(f"{at}?after={first.id}").json()

    assert [message["id"] for message in oldest["messages"] + newest["messages"]] == [first.id, *(m.id for m in rest)]
    assert (newest["has_before"], newest["has_after"]) == (True, False)
    assert (oldest["has_before"], oldest["has_after"]) == (False, True)
    assert rest[0].id in {message["id"] for message in around["messages"]}
    assert [message["id"] for message in later["messages"]] == [message.id for message in rest]


def _kinds() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Event.kind).where(Event.kind.like("customer.%"))))


def _closed() -> int:
    with db.reading() as session:
        return session.scalars(select(Status.id).where(Status.key == "closed")).one()
