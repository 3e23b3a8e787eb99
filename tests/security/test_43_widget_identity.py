"""Attack 43: nobody becomes another visitor by claiming to be them."""

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import Customer, Identity, IdentityKind
from tests.cast import Desk
from tests.widgets import new_token, open_widget, rest

VICTIM = "vera@shop.example"


def customer_of_victim() -> int:
    with db.reading() as session:
        return session.scalars(select(Identity.customer_id).where(Identity.address == VICTIM)).one()


def customers() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Customer)) or 0


def test_an_address_only_claimed_joins_nobody(desk: Desk, server: Config) -> None:
    before = customers()
    with open_widget(server, desk) as widget:
        ack = widget.writes("It is me, Vera", email=VICTIM, name="Vera")
        seen = widget.drain()

    with db.reading() as session:
        written = session.scalars(select(Identity).where(Identity.kind == IdentityKind.VISITOR)).one()
    assert customers() == before + 1
    assert written.customer_id != customer_of_victim()
    assert (written.verified_by, ack["seq"]) == (None, 1)
    assert all(frame.get("ticket") == ack["ticket"] for frame in seen if frame["t"] == "event")


@pytest.mark.parametrize(
    "claim",
    [
        {"t": "identify", "email": VICTIM},
        {"t": "identify", "email": VICTIM, "hash": ""},
        {"t": "setUser", "identifier": VICTIM, "identifier_hash": None},
        {"t": "hello", "token": None, "email": VICTIM},
    ],
)
def test_frames_that_claim_an_identity_do_not_exist(desk: Desk, server: Config, claim: dict[str, Any]) -> None:
    with open_widget(server, desk) as widget:
        widget.say(claim)

        assert widget.next("problem")["code"] == "bad_frame"


@pytest.mark.parametrize("trust", ["hmac_verified", "verified", "verified_by", "customer_id", "identity_id", "peer"])
def test_a_message_cannot_say_that_it_is_trusted(desk: Desk, server: Config, trust: str) -> None:
    letter: dict[str, Any] = {"client_id": str(uuid.uuid4()), "ticket": None, "text": "Hello", trust: 1}
    with rest(server, desk, new_token()) as client:
        assert client.post("messages", json=letter).json()["code"] == "invalid"


def test_another_visitors_ticket_is_not_there(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as vera, rest(server, desk, new_token()) as mallory:
        number = vera.writes("My card number is ...")["ticket"]
        letter = {"client_id": str(uuid.uuid4()), "ticket": number, "text": "Mine?", "attachments": []}
        refused = mallory.post("messages", json=letter).json()["code"]
        unknown = mallory.post("messages", json={**letter, "ticket": number + 1_000}).json()["code"]
        own = mallory.post("messages", json={**letter, "ticket": None}).json()["ticket"]
        mallory.put("seen", json={"ticket": number, "seq": 1})

        answer = mallory.get(f"events?ticket={number}&after=0").json()
        overview = mallory.get("events").json()

    assert (refused, unknown) == ("invalid", "invalid")
    assert own != number
    assert answer == {"events": [], "more": False}
    assert [ticket["number"] for ticket in overview["tickets"]] == [own]
    assert "card number" not in str(overview)


def test_a_message_key_of_another_visitor_gives_nothing_away(desk: Desk, server: Config) -> None:
    client_id = str(uuid.uuid4())
    with open_widget(server, desk) as vera, open_widget(server, desk) as mallory:
        first = vera.writes("Secret", client_id=client_id)
        second = mallory.writes("Probe", client_id=client_id)

    assert second["message"]["text"] == "Probe"
    assert second["ticket"] != first["ticket"]
