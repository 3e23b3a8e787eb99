"""Visitors whom their site identifies have one history; what is not signed proves nothing."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk import clock, db
from helpdesk.config import Config
from helpdesk.models import Channel, Customer, Identity, IdentityKind, Ticket, Visitor
from tests.cast import Desk
from tests.edge import running
from tests.sites import hashed, new_secret, signed
from tests.stories import answers, gateway_delivers
from tests.widgets import new_token, open_widget, rest, row_counts


def hello(server: Config, desk: Desk, token: str, identity: dict[str, str]) -> dict[str, object]:
    """Say hello with an identity and return the welcome."""
    with open_widget(server, desk, token=token, identity=identity) as widget:
        return next(frame for frame in widget.frames if frame["t"] == "welcome")


def letter(text: str, **more: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "ticket": None, "text": text, "attachments": [], **more}


def test_the_same_person_finds_their_history_on_another_device(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    phone, laptop = new_token(), new_token()
    with rest(server, desk, phone) as client:
        number = client.post("messages", json=letter("Hello", identity={"jwt": signed(desk, secret)})).json()["ticket"]

    welcome = hello(server, desk, laptop, {"jwt": signed(desk, secret)})

    assert [ticket["number"] for ticket in welcome["tickets"]] == [number]  # type: ignore[attr-defined]
    assert welcome["verified"] is True
    assert welcome["known"] == {"name": True, "email": False, "phone": False}


def test_it_does_not_matter_which_of_several_webs_answers(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    phone, laptop = new_token(), new_token()
    once = {"jwt": signed(desk, secret, jti="used-once")}
    with running(desk.config) as other:
        with open_widget(server, desk, token=phone) as widget:
            number = widget.writes("Unnamed, at the first")["ticket"]
            with rest(other, desk, phone) as client:
                assert client.put("identity", json=once).status_code == 200
            again = widget.writes("And again")["ticket"]
            named = widget.writes("Now by name", ticket=0)["ticket"]
            answers(id_of(named), "Good day", by=desk.cast.anna)
            gateway_delivers(desk)
            assert widget.next("event", where=lambda frame: "Good day" in str(frame))["ticket"] == named
        stolen = hello(server, desk, laptop, once)
        mine = hello(server, desk, laptop, {"jwt": signed(desk, secret)})

    assert number == again
    assert stolen["problem"] == "identity_invalid"
    assert [ticket["number"] for ticket in mine["tickets"]] == [named]  # type: ignore[attr-defined]


def id_of(number: int) -> int:
    with db.reading() as session:
        return session.scalars(select(Ticket.id).where(Ticket.number == number)).one()


def test_nothing_is_kept_of_who_was_identified_and_has_not_written(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    before = row_counts()

    welcome = hello(server, desk, new_token(), {"jwt": signed(desk, secret)})

    assert "problem" not in welcome
    assert row_counts() == before


def test_who_is_identified_may_write_before_anything_is_kept_of_them(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    with db.transaction() as session:
        channel = session.get_one(Channel, desk.channel_id)
        channel.config = {**channel.config, "widget": {"needs_identity": True}}
    claim = {"jwt": signed(desk, secret, email="oleg@shop.example")}

    welcome = hello(server, desk, new_token(), claim)
    with rest(server, desk, new_token()) as client:
        put = client.put("identity", json=claim).json()

    for told in (welcome, put):
        assert told["verified"] is True
        assert told["known"] == {"name": True, "email": True, "phone": False}


def test_what_was_written_unnamed_in_this_browser_is_still_shown_there(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("Before signing in")["ticket"]

    with rest(server, desk, token) as client:
        answer = client.put("identity", json={"jwt": signed(desk, secret)})
        overview = client.get("events").json()

    assert answer.json()["verified"] is True
    assert [ticket["number"] for ticket in overview["tickets"]] == [number]
    with db.reading() as session:
        known = session.scalars(select(Identity).where(Identity.kind == IdentityKind.EXTERNAL)).one()
        assert (known.verified_by, session.get_one(Customer, known.customer_id).name) == ("site", "Vera")


def test_a_person_known_from_elsewhere_is_shown_both_histories_in_order(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    phone, laptop = new_token(), new_token()
    with rest(server, desk, phone) as client:
        first = client.post("messages", json=letter("From the phone", identity={"jwt": signed(desk, secret)})).json()
    with open_widget(server, desk, token=laptop) as widget:
        second = widget.writes("From the laptop")

    welcome = hello(server, desk, laptop, {"jwt": signed(desk, secret)})

    numbers = [ticket["number"] for ticket in welcome["tickets"]]  # type: ignore[attr-defined]
    assert numbers == [first["ticket"], second["ticket"]]
    with db.reading() as session:
        assert session.scalar(select(func.count(Ticket.customer_id.distinct()))) == 2


def test_a_browser_that_is_somebody_else_already_is_told_to_begin_anew(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    token = new_token()
    with rest(server, desk, token) as client:
        client.post("messages", json=letter("I am Vera", identity={"jwt": signed(desk, secret)}))

        answer = client.put("identity", json={"jwt": signed(desk, secret, sub="oleg-2")})

    assert (answer.status_code, answer.json()["code"]) == (401, "identity_taken")


def test_the_keyed_hash_identifies_as_well_and_vouches_for_the_id_alone(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    identity = {"user": "vera-1", "hash": hashed(secret, "vera-1"), "name": "The King"}

    with rest(server, desk, new_token()) as client:
        answer = client.post("messages", json=letter("Hello", identity=identity))

    assert answer.json()["seq"] == 1
    with db.reading() as session:
        known = session.scalars(select(Identity).where(Identity.kind == IdentityKind.EXTERNAL)).one()
        assert session.get_one(Customer, known.customer_id).name == ""


@pytest.mark.parametrize("which", ["old", "new"])
def test_two_secrets_live_while_a_site_changes_from_one_to_the_other(desk: Desk, server: Config, which: str) -> None:
    secrets = {"old": new_secret(desk)[1], "new": new_secret(desk)[1]}

    welcome = hello(server, desk, new_token(), {"jwt": signed(desk, secrets[which])})

    assert "problem" not in welcome


def test_after_a_day_the_token_alone_shows_nothing_and_the_site_has_to_say_again(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    token = new_token()
    with rest(server, desk, token) as client:
        client.post("messages", json=letter("Hello", identity={"jwt": signed(desk, secret)}))
        with db.transaction() as session:
            session.scalars(select(Visitor)).one().proved_until = clock.now() - timedelta(seconds=1)

        alone = client.get("events").json()["tickets"]
        refused = client.post("messages", json=letter("Still me?")).json()
        client.put("identity", json={"jwt": signed(desk, secret)})
        again = client.get("events").json()["tickets"]

    assert (alone, refused["code"], len(again)) == ([], "identity", 1)
