"""Attack 43: a forged, stale, copied or foreign proof of identity makes nobody anybody."""

import time
from typing import Any

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.workspace import widgets
from helpdesk.config import Config
from helpdesk.models import Identity, IdentityKind
from tests.cast import Desk
from tests.sites import hashed, new_secret, part, signed
from tests.widgets import new_token, rest

NOW = int(time.time())


def tried(server: Config, desk: Desk, identity: dict[str, Any]) -> str:
    """Show an identity to the desk and return what is wrong with it."""
    with rest(server, desk, new_token()) as client:
        answer = client.put("identity", json=identity)
    assert answer.status_code in (400, 401)
    with db.reading() as session:
        assert session.scalars(select(Identity).where(Identity.kind == IdentityKind.EXTERNAL)).all() == []
    return str(answer.json()["code"])


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": None}, "identity_invalid"),
        ({"exp": NOW - 3600}, "identity_expired"),
        ({"exp": NOW + 7 * 24 * 3600}, "identity_invalid"),
        ({"exp": "soon"}, "identity_invalid"),
        ({"exp": True}, "identity_invalid"),
        ({"exp": 1e308}, "identity_invalid"),
        ({"nbf": NOW + 3600}, "identity_invalid"),
        ({"iat": NOW + 3600}, "identity_invalid"),
        ({"aud": None}, "identity_invalid"),
        ({"aud": "another-widget"}, "identity_invalid"),
        ({"aud": {"key": 1}}, "identity_invalid"),
        ({"sub": ""}, "identity_invalid"),
        ({"sub": "  "}, "identity_invalid"),
        ({"sub": 7}, "identity_invalid"),
        ({"sub": "x" * 201}, "identity_invalid"),
    ],
)
def test_a_signed_token_must_say_who_for_whom_and_until_when(
    desk: Desk, server: Config, claims: dict[str, Any], code: str
) -> None:
    _, secret = new_secret(desk)

    assert tried(server, desk, {"jwt": signed(desk, secret, **claims)}) == code


@pytest.mark.parametrize(
    "head", [{"alg": "none"}, {"alg": "None"}, {"alg": "HS512"}, {"alg": "RS256"}, {}, {"alg": ["HS256"]}]
)
def test_no_other_algorithm_is_believed(desk: Desk, server: Config, head: dict[str, Any]) -> None:
    _, secret = new_secret(desk)

    assert tried(server, desk, {"jwt": signed(desk, secret, head=head or {"typ": "JWT"})}) == "identity_invalid"


def test_a_token_without_signature_or_with_another_ones_is_refused(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    head, body, signature = signed(desk, secret).split(".")
    other = part({"sub": "oleg-2", "aud": desk.channel_key, "exp": NOW + 60})
    unsigned = part({"alg": "none"})

    for token in (f"{head}.{body}.", f"{unsigned}.{body}.", f"{head}.{other}.{signature}", f"{head}.{body}", "..", "x"):
        assert tried(server, desk, {"jwt": token}) == "identity_invalid"


def test_a_secret_of_nobody_signs_nothing(desk: Desk, server: Config) -> None:
    assert tried(server, desk, {"jwt": signed(desk, "")}) == "identity_invalid"
    new_secret(desk)

    assert tried(server, desk, {"jwt": signed(desk, "guessed")}) == "identity_invalid"
    assert tried(server, desk, {"jwt": signed(desk, "")}) == "identity_invalid"


@pytest.mark.parametrize("given", ["", "0" * 64, "zz" * 32, "é" * 64])
def test_an_empty_or_wrong_hash_is_refused(desk: Desk, server: Config, given: str) -> None:
    new_secret(desk)

    assert tried(server, desk, {"user": "vera-1", "hash": given}) == "identity_invalid"
    assert tried(server, desk, {"user": "vera-1"}) == "identity_invalid"


def test_a_hash_of_another_id_is_refused(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)

    assert tried(server, desk, {"user": "vera-1", "hash": hashed(secret, "vera-2")}) == "identity_invalid"


def test_a_copied_token_with_an_id_works_only_in_the_browser_that_showed_it_first(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    token = signed(desk, secret, jti="once-1")
    mine, thiefs = new_token(), new_token()
    with rest(server, desk, mine) as owner, rest(server, desk, thiefs) as thief:
        letter = {"client_id": "0e1d2c3b-4a59-4687-8796-a5b4c3d2e1f0", "ticket": None, "text": "Mine"}
        owner.post("messages", json={**letter, "identity": {"jwt": token}})

        again = owner.put("identity", json={"jwt": token})
        stolen = thief.put("identity", json={"jwt": token})
        seen = thief.get("events").json()["tickets"]

    assert (again.status_code, stolen.status_code, stolen.json()["code"]) == (200, 401, "identity_invalid")
    assert seen == []


def test_a_signed_address_that_the_site_did_not_check_joins_nobody(desk: Desk, server: Config) -> None:
    _, secret = new_secret(desk)
    victim = "vera@shop.example"
    with db.reading() as session:
        owner = session.scalars(select(Identity.customer_id).where(Identity.address == victim)).one()
    for sub, more in (("m-1", {}), ("m-2", {"email_verified": True}), ("m-3", {"email_verified": "true"})):
        token = signed(desk, secret, sub=sub, email=victim, **more)
        with rest(server, desk, new_token()) as client:
            letter = {"client_id": "0e1d2c3b-4a59-4687-8796-a5b4c3d2e1f0", "ticket": None, "text": "It is me"}
            assert client.post("messages", json={**letter, "identity": {"jwt": token}}).json()["seq"] == 1

    with db.reading() as session:
        made = session.scalars(select(Identity).where(Identity.kind == IdentityKind.EXTERNAL)).all()
        assert len(made) == 3
        assert all(one.customer_id != owner for one in made)
        assert session.scalars(select(Identity.customer_id).where(Identity.address == victim)).all() == [owner]


def test_a_removed_secret_proves_nothing_any_more(desk: Desk, server: Config) -> None:
    name, secret = new_secret(desk)
    token = signed(desk, secret)
    with db.transaction() as session:
        widgets.remove_secret(session, desk.channel_id, name, by=desk.cast.dora)

    assert tried(server, desk, {"jwt": token}) == "identity_invalid"
