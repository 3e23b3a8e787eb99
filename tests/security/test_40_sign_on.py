"""Attacks on signing in at a provider: forged, replayed and borrowed words of it let nobody in."""

from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.accounts import roles
from helpdesk.models import Agent, AgentIdentity, Audit, Role, Secret
from helpdesk.sign_on import provider
from tests.cast import PASSWORD, Cast, email_of
from tests.edge import Browser
from tests.peers.issuer import CLIENT_ID, SECRET, Issuer, issuer, key, public
from tests.security.forms import sign_in
from tests.security.signed_on import USUAL, comes_back, goes, is_in, set_up, tries

Open = Callable[..., Browser]


@pytest.fixture
def there() -> Iterator[Issuer]:
    provider.forget_all()
    with issuer() as found:
        yield found
    provider.forget_all()


@pytest.fixture
def at(browser: Open, there: Issuer) -> Issuer:
    """The provider, registered at the desk."""
    set_up(browser, there)
    return there


def test_who_is_known_by_a_verified_address_comes_in_and_is_known_by_subject_from_then_on(
    browser: Open, at: Issuer, cast: Cast
) -> None:
    first, again = browser(), browser()

    assert tries(first, at) == "/?ticket=5"
    assert first.get("/api/me").json()["agent"]["id"] == cast.anna.agent_id
    assert tries(again, at, email="another@desk.example") == "/?ticket=5"
    assert again.get("/api/me").json()["agent"]["id"] == cast.anna.agent_id


@pytest.mark.parametrize(
    ("claims", "trouble"),
    [
        ({"nonce": "another"}, "token_refused"),
        ({"nonce": None}, "token_refused"),
        ({"aud": "another"}, "token_refused"),
        ({"aud": [CLIENT_ID, "another"]}, "token_refused"),
        ({"azp": "another"}, "token_refused"),
        ({"iss": "https://another.example"}, "token_refused"),
        ({"exp": 1_700_000_000}, "token_refused"),
        ({"exp": None}, "token_refused"),
        ({"sub": None}, "token_refused"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email": "anna@evil.example"}, "domain"),
        ({"email": "anna@evil.example@desk.example"}, "unverified"),
        ({"email": "nobody@desk.example"}, "unknown_person"),
        ({"email": "dora@desk.example"}, "admin"),
    ],
)
def test_what_is_not_as_it_must_be_lets_nobody_in(
    browser: Open, at: Issuer, claims: dict[str, Any], trouble: str
) -> None:
    stranger = browser()
    at.claims = claims

    assert tries(stranger, at) == f"/sign-in?trouble={trouble}"
    assert not is_in(stranger)
    assert 'role="alert"' in stranger.page(f"/sign-in?trouble={trouble}").text
    with db.reading() as session:
        assert session.scalars(select(Audit.data).where(Audit.verb == "sign_on.refused")).all() == [{"why": trouble}]


@pytest.mark.parametrize("trick", ["none", "HS256", "foreign key", "no such key"])
def test_a_signature_is_the_providers_or_none(browser: Open, at: Issuer, trick: str) -> None:
    stranger = browser()
    sent = goes(stranger)
    brought = at.agrees(sent)
    claims = jwt.decode(at.signed(nonce=at.challenges[brought["code"]]["nonce"]), options={"verify_signature": False})
    if trick in ("none", "HS256"):
        public_half = str(public("first")["n"]) * 2 if trick == "HS256" else ""
        at.token = jwt.encode(claims, public_half, trick, headers={"kid": "first"})
    else:
        at.signs_with = "second"
        at.token = at.signed(**claims)
        if trick == "foreign key":
            forged = jwt.get_unverified_header(at.token)
            assert forged["kid"] == "second"
            at.token = jwt.encode(claims, key("second"), "RS256", headers={"kid": "first"})

    assert comes_back(stranger, brought) == "/sign-in?trouble=token_refused"
    assert not is_in(stranger)


def test_keys_that_were_turned_over_are_fetched_anew(
    browser: Open, at: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries(browser(), at)
    monkeypatch.setattr(provider, "KEYS_ANEW_S", 0.0)
    at.key_names, at.signs_with = ["first", "second"], "second"

    assert tries(browser(), at) == "/?ticket=5"
    assert at.asked.count("/.well-known/openid-configuration") == 1


def test_a_state_is_good_once(browser: Open, at: Issuer) -> None:
    anna = browser()
    brought = at.agrees(goes(anna))
    kept = anna.client.cookies["sign-on"]
    assert comes_back(anna, brought) == "/?ticket=5"
    anna.client.cookies.set("sign-on", kept, domain="127.0.0.1")

    assert comes_back(anna, brought) == "/sign-in?trouble=over"


def test_a_link_from_another_browser_signs_nobody_in(browser: Open, at: Issuer) -> None:
    attacker, victim = browser(), browser()
    brought = at.agrees(goes(attacker))
    goes(victim)

    assert comes_back(victim, brought) == "/sign-in?trouble=over"
    assert not is_in(victim)


def test_an_answer_of_another_provider_is_not_taken(browser: Open, at: Issuer) -> None:
    anna = browser()

    assert comes_back(anna, {**at.agrees(goes(anna)), "iss": "https://evil.example"}) == "/sign-in?trouble=over"


def test_who_says_no_there_is_told(browser: Open, at: Issuer) -> None:
    anna = browser()
    state = at.agrees(goes(anna))["state"]

    assert comes_back(anna, {"error": "access_denied", "state": state}) == "/sign-in?trouble=denied"


def test_who_was_invited_comes_in_with_what_was_promised(browser: Open, at: Issuer) -> None:
    browser("dora").post("/api/invitations", {"email": "olena@desk.example", "role": "supervisor"})
    olena = browser()

    assert tries(olena, at, sub="olena-there", email="Olena@desk.example", name="Olena") == "/?ticket=5"
    assert olena.get("/api/me").json()["agent"]["role"] == "supervisor"


def test_an_invitation_to_administer_takes_the_link(browser: Open, at: Issuer) -> None:
    browser("dora").post("/api/invitations", {"email": "olena@desk.example", "role": "admin"})

    assert tries(browser(), at, sub="o", email="olena@desk.example") == "/sign-in?trouble=unknown_person"


def test_new_people_of_a_domain_come_in_with_role_and_team(browser: Open, there: Issuer, cast: Cast) -> None:
    set_up(browser, there, new_people="agent", team_ids=[cast.billing_id])
    ivan = browser()

    assert tries(ivan, there, sub="ivan-there", email="ivan@desk.example", name="Ivan") == "/?ticket=5"
    agent = ivan.get("/api/me").json()["agent"]
    assert (agent["name"], agent["role"], agent["team_ids"]) == ("Ivan", "agent", [cast.billing_id])


def test_an_admin_links_an_identity_by_their_own_proof(browser: Open, at: Issuer, cast: Cast) -> None:
    dora = browser("dora")
    assert dora.post("/api/me/sign-on/link", {"password": "wrong"}).status_code == 400
    sent = dora.post("/api/me/sign-on/link", {"password": PASSWORD}).json()["url"]

    comes_back(dora, at.agrees(sent, sub="dora-there", email=None))

    again = browser()
    assert tries(again, at, sub="dora-there", email=None) == "/?ticket=5"
    assert again.get("/api/me").json()["agent"]["id"] == cast.dora.agent_id
    mine = dora.get("/api/me/sign-on").json()["identities"]
    assert browser("anna").delete(f"/api/me/sign-on/identities/{mine[0]['id']}").status_code == 404
    assert dora.delete(f"/api/me/sign-on/identities/{mine[0]['id']}").status_code == 204
    assert tries(browser(), at, sub="dora-there", email=None) == "/sign-in?trouble=unverified"


def test_who_becomes_an_admin_does_not_come_in_by_a_link_of_before(browser: Open, at: Issuer, cast: Cast) -> None:
    assert tries(browser(), at, sub="boris-there", email=email_of("boris")) == "/?ticket=5"

    with db.transaction() as session:
        roles.set_role(session, cast.boris.agent_id or 0, role=Role.ADMIN, by=cast.dora)

    boris = browser()
    assert tries(boris, at, sub="boris-there", email=email_of("boris")) == "/sign-in?trouble=admin"
    assert not is_in(boris)
    with db.reading() as session:
        entry = session.scalars(select(Audit).where(Audit.verb == "sign_on.unlinked")).one()
        assert (entry.agent_id, entry.object, entry.data) == (
            cast.dora.agent_id,
            f"agent:{cast.boris.agent_id}",
            {"role": "admin"},
        )


def test_a_link_begun_by_another_is_not_finished_in_my_name(browser: Open, at: Issuer) -> None:
    boris, anna = browser("boris"), browser("anna")
    brought = at.agrees(boris.post("/api/me/sign-on/link", {"password": PASSWORD}).json()["url"], sub="evil")
    anna.client.cookies.set("sign-on", boris.client.cookies["sign-on"], domain="127.0.0.1")

    assert comes_back(anna, brought) == "/sign-in?trouble=over"
    with db.reading() as session:
        assert session.scalars(select(AgentIdentity)).all() == []


def test_where_passwords_are_for_admins_only_admins_are_never_locked_out(browser: Open, there: Issuer) -> None:
    set_up(browser, there, passwords_of_admins_only=True)

    assert sign_in(browser(), email_of("anna"), PASSWORD) == 403
    assert sign_in(browser(), email_of("anna"), "wrong") == 401
    assert sign_in(browser(), email_of("dora"), PASSWORD) == 303
    with db.transaction() as session:
        for admin in session.scalars(select(Agent).where(Agent.role == Role.ADMIN)):
            admin.password_hash = None
    answer = browser("dora").put("/api/sign-on", {**USUAL, "issuer": there.url, "passwords_of_admins_only": True})
    assert (answer.status_code, answer.json()["fields"]) == (400, {"passwords_of_admins_only": "no_admin"})


def test_a_deactivated_agent_does_not_come_in(browser: Open, at: Issuer, cast: Cast) -> None:
    tries(browser(), at)
    browser("dora").patch(f"/api/agents/{cast.anna.agent_id}", {"is_active": False})

    assert tries(browser(), at) == "/sign-in?trouble=unknown_person"


def test_the_desks_code_is_asked_too_where_the_desk_wants_it(browser: Open, there: Issuer) -> None:
    set_up(browser, there, asks_code=True)
    browser("dora").patch("/api/settings", {"second_factor": "everybody"})
    anna = browser()

    assert tries(anna, there).startswith("/sign-in/second-factor?")
    assert not is_in(anna)


def test_the_secret_is_shown_to_nobody_and_kept_sealed(browser: Open, at: Issuer) -> None:
    shown = browser("dora").get("/api/sign-on")

    assert SECRET not in shown.text
    assert shown.json()["has_secret"] is True
    with db.reading() as session:
        assert not any(SECRET.encode() in kept.ciphertext for kept in session.scalars(select(Secret)))
    assert browser("boris").get("/api/sign-on").status_code == 403


@pytest.mark.parametrize("issuer", ["http://169.254.169.254", "https://10.0.0.7", "http://desk.example", "file:///etc"])
def test_the_desk_does_not_go_where_it_may_not(browser: Open, issuer: str) -> None:
    dora = browser("dora")

    assert dora.put("/api/sign-on", {**USUAL, "issuer": issuer}).json()["fields"] == {"issuer": "url_refused"}
    tried = dora.post("/api/sign-on/test", {"issuer": issuer})
    assert (tried.status_code, tried.json()["fields"]["reason"]) == (409, "unreachable")


def test_the_test_finds_a_provider_and_says_when_there_is_none(browser: Open, there: Issuer) -> None:
    dora = browser("dora")

    found = dora.post("/api/sign-on/test", {"issuer": there.url}).json()
    other = dora.post("/api/sign-on/test", {"issuer": f"{there.url}/"}).json()

    assert found == {"authorize_url": f"{there.url}/authorize", "keys": 1}
    assert other["fields"]["reason"] == "no_provider", "an issuer is the same to the last letter"
