"""What a browser wrote unnamed stays that browser's, whoever the page says it is afterwards."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.client_base import keys
from helpdesk.config import Config
from helpdesk.models import Customer, Erasure, Identity, IdentityKind, Ticket, Visitor
from helpdesk.permissions import Actor
from helpdesk.queries import visitor_page
from helpdesk.queries.client_base import duplicates
from tests.cast import Desk
from tests.sites import new_secret, signed
from tests.stories import answers, gateway_delivers
from tests.widgets import new_token, open_widget, rest

SECRET = "My card ends in 4711"


def letter(text: str, **more: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "ticket": None, "text": text, "attachments": [], **more}


@contextmanager
def hijacked(server: Config, desk: Desk) -> Iterator[tuple[httpx.Client, httpx.Client, int]]:
    """A browser that wrote unnamed and was then called Mallory by its page; Mallory's own; the number of the ticket."""
    _, secret = new_secret(desk)
    claim = {"jwt": signed(desk, secret, sub="mallory-1", name="Mallory")}
    with rest(server, desk, new_token()) as vera, rest(server, desk, new_token()) as mallory:
        number = vera.post("messages", json=letter(SECRET)).json()["ticket"]
        assert vera.put("identity", json=claim).json()["verified"] is True
        assert mallory.post("messages", json=letter("Anything new?", identity=claim)).status_code == 201
        yield vera, mallory, number


def id_of(number: int) -> int:
    with db.reading() as session:
        return session.scalars(select(Ticket.id).where(Ticket.number == number)).one()


def numbers(client: httpx.Client) -> list[int]:
    return [ticket["number"] for ticket in client.get("events").json()["tickets"]]


def test_what_was_written_unnamed_is_shown_to_its_browser_and_not_to_the_account_the_page_names(
    desk: Desk, server: Config
) -> None:
    with hijacked(server, desk) as (vera, mallory, number):
        theirs = mallory.get("events").json()

        assert number in numbers(vera)
        assert number not in [ticket["number"] for ticket in theirs["tickets"]]
        assert SECRET not in str(theirs)
        assert mallory.get(f"events?ticket={number}&after=0").json() == {"events": [], "more": False}
        assert [one["message"]["text"] for one in vera.get(f"events?ticket={number}").json()["events"]] == [SECRET]


def test_nothing_can_be_done_to_it_from_the_account_either(desk: Desk, server: Config) -> None:
    with hijacked(server, desk) as (_, mallory, number):
        about = {"ticket": number}
        tried = [
            mallory.post("messages", json=letter("Mine", ticket=number)).status_code,
            mallory.post("endings", json=about).status_code,
            mallory.put("ratings", json={**about, "score": 1}).status_code,
            mallory.post("transcripts", json={**about, "email": "mallory@evil.example"}).status_code,
            mallory.post("continuations", json={**about, "by": "mail", "email": "mallory@evil.example"}).status_code,
        ]

    assert tried == [400, 404, 404, 404, 404]


def test_who_goes_on_in_an_earlier_ticket_stays_unnamed_there_and_a_new_one_is_the_persons(
    desk: Desk, server: Config
) -> None:
    with hijacked(server, desk) as (vera, mallory, number):
        by_number = vera.post("messages", json=letter("And it expires in May", ticket=number)).json()
        anew = vera.post("messages", json=letter("Another matter", ticket=0)).json()["ticket"]
        with_a_word = vera.post("messages", json=letter("PIN 1234", ticket=number, form={"name": "V"}))

        assert (by_number["ticket"], by_number["seq"], with_a_word.status_code) == (number, 2, 201)
        assert anew != number
        assert anew in numbers(mallory)
        assert anew in numbers(vera)
        assert "May" not in mallory.get("events").text
    with db.reading() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        names = session.scalars(select(Identity.kind).where(Identity.customer_id == ticket.customer_id)).all()
        assert names == [IdentityKind.VISITOR]


def test_an_answer_to_an_earlier_ticket_reaches_its_browser_and_nobody_else(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    claim = {"jwt": signed(desk, secret, sub="mallory-1")}
    token = new_token()
    with open_widget(server, desk, token=token) as first:
        number = first.writes(SECRET)["ticket"]
    with (
        open_widget(server, desk, token=token, identity=claim) as vera,
        open_widget(server, desk, identity=claim) as mallory,
    ):
        mallory.writes("Anything new?")
        answers(id_of(number), "It has been blocked", by=desk.cast.anna)
        gateway_delivers(desk)

        told = vera.next("event", where=lambda frame: "blocked" in str(frame))
        heard = mallory.drain()

    assert told["ticket"] == number
    assert "blocked" not in str(heard)


def test_a_new_ticket_after_one_that_is_over_goes_on_where_it_began(desk: Desk, server: Config) -> None:
    with hijacked(server, desk) as (vera, mallory, number):
        with db.transaction() as session:
            session.execute(
                Ticket.__table__.update().where(Ticket.number == number).values(category="closed")  # type: ignore[attr-defined]  # a table, typed as a selectable
            )
        again = vera.post("messages", json=letter("Still the same card", ticket=number)).json()["ticket"]

        assert again != number
        assert again in numbers(vera)
        assert again not in numbers(mallory)


def test_a_file_of_an_earlier_ticket_is_its_browsers_alone(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    claim = {"jwt": signed(desk, secret, sub="mallory-1")}
    with rest(server, desk, new_token()) as vera, rest(server, desk, new_token()) as mallory:
        file = vera.post("uploads", files={"file": ("card.txt", b"4711")}).json()["id"]
        vera.post("messages", json=letter(SECRET, attachments=[file]))
        vera.put("identity", json=claim)
        mallory.post("messages", json=letter("Anything new?", identity=claim))

        assert vera.get(f"files/{file}").status_code == 200
        assert mallory.get(f"files/{file}").status_code == 404


def test_agents_are_told_that_both_are_one_browser_and_join_them_if_they_know_better(
    desk: Desk, server: Config
) -> None:
    with hijacked(server, desk) as (_, _, number):
        pass
    dora: Actor = desk.cast.dora
    with db.transaction() as session:
        keys.make_keys(session)
    with db.reading() as session:
        ticket_id, customer_id = session.execute(
            select(Ticket.id, Ticket.customer_id).where(Ticket.number == number)
        ).one()
        named = session.scalars(select(Customer.id).where(Customer.name == "Mallory")).one()
        seen = visitor_page.visitor(session, dora, ticket_id)
        (pair,) = duplicates.of_customer(session, dora, customer_id)

    assert (seen["verified"], seen["later"]) == (False, {"id": named, "name": "Mallory"})
    assert {pair["one"]["id"], pair["other"]["id"]} == {customer_id, named}
    assert pair["reasons"] == ["browser"]


def test_who_was_blocked_does_not_come_back_by_being_named(desk: Desk, server: Config) -> None:
    with hijacked(server, desk) as (vera, mallory, number):
        with db.transaction() as session:
            ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
            session.get_one(Customer, ticket.customer_id).blocked_at = ticket.created_at

        assert vera.post("messages", json=letter("Let me in", ticket=0)).json()["code"] == "blocked"
        assert mallory.post("messages", json=letter("I am another browser")).status_code == 201


def test_a_wish_to_be_forgotten_covers_what_was_written_before_and_after(desk: Desk, server: Config) -> None:
    with hijacked(server, desk) as (vera, _, number):
        anew = vera.post("messages", json=letter("Another matter", ticket=0)).json()["ticket"]
        assert vera.post("erasures", json={}).status_code == 200
        assert numbers(vera) == []

    with db.reading() as session:
        customers = set(session.scalars(select(Ticket.customer_id).where(Ticket.number.in_((number, anew)))))
        assert set(session.scalars(select(Erasure.customer_id))) == customers
        assert len(customers) == 2


def test_anothers_wish_to_be_forgotten_leaves_what_this_browser_wrote_unnamed(desk: Desk, server: Config) -> None:
    with hijacked(server, desk) as (vera, mallory, number):
        assert mallory.post("erasures", json={}).status_code == 200

        assert numbers(vera) == [number]
    with db.reading() as session:
        assert session.scalars(select(Visitor.earlier_identity_id)).all() == [None]


@pytest.mark.parametrize("sub", ["mallory-1", "oleg-2"])
def test_a_browser_that_is_one_person_still_becomes_no_other(desk: Desk, server: Config, sub: str) -> None:
    _, secret = new_secret(desk)
    with rest(server, desk, new_token()) as vera:
        number = vera.post("messages", json=letter(SECRET)).json()["ticket"]
        vera.put("identity", json={"jwt": signed(desk, secret, sub="mallory-1")})

        again = vera.put("identity", json={"jwt": signed(desk, secret, sub=sub)})

        assert (again.status_code == 200) is (sub == "mallory-1")
        assert numbers(vera) == [number]
