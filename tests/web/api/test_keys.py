"""Requests of other systems: by a key, within its scope, with the rights of its agent, until it is revoked."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.client_base.api_keys import PREFIX, KeyDraft, create_key
from helpdesk.config import Config
from helpdesk.models import ApiKey, Audit, Customer, OutsideEvent
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]
PURCHASE = {
    "source": "shop",
    "key": "order-4711",
    "kind": "purchase",
    "happened_at": "2026-11-01T10:00:00+02:00",
    "amount_minor": 129_900,
    "currency": "UAH",
    "address_kind": "email",
    "customer_address": "vera@shop.example",
}


def key_of(desk: Desk, *scopes: str, per_minute: int = 300, agent_id: int | None = None) -> dict[str, str]:
    draft = KeyDraft("Shop", scopes, agent_id or desk.cast.dora.agent_id or 0, per_minute)
    with db.transaction() as session:
        _, token = create_key(session, draft, by=desk.cast.dora)
    return {"authorization": f"Bearer {token}"}


def url(server: Config, path: str) -> str:
    return f"{server.public_url}{path}"


def test_a_purchase_is_told_once_without_cookie_origin_or_token(desk: Desk, server: Config) -> None:
    headers = key_of(desk, "outside-events:write")

    answers = [
        httpx.post(url(server, "/api/outside-events"), json=PURCHASE, headers=headers, trust_env=False)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    with db.reading() as session:
        kept = session.scalars(select(OutsideEvent)).one()
        audited = session.scalars(select(Audit.data).where(Audit.verb == "api_key.used")).all()
    assert (kept.customer_id, kept.amount_minor) == (desk.cast.vera_id, 129_900)
    assert list(audited) == [{"verb": "POST", "path": "/api/outside-events"}] * 2


def test_whoever_is_unknown_is_added_unless_they_must_exist(desk: Desk, server: Config) -> None:
    headers, new = key_of(desk, "outside-events:write"), PURCHASE | {"customer_address": "new@shop.example"}

    refused = httpx.post(
        url(server, "/api/outside-events"), json=new | {"must_exist": True}, headers=headers, trust_env=False
    )
    httpx.post(
        url(server, "/api/outside-events"), json=new | {"customer_name": "Нова"}, headers=headers, trust_env=False
    )

    assert refused.status_code == 404
    with db.reading() as session:
        assert session.scalars(select(Customer.name).where(Customer.origin == "api")).all() == ["Нова"]


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/api/me"),
        ("GET", "/api/agents"),
        ("POST", "/api/api-keys"),
        ("GET", "/api/tickets"),
        ("PATCH", "/api/customers/1"),
        ("GET", "/api/api-keys"),
        ("PUT", "/api/custom-fields/1"),
        ("GET", "/api/customersx"),
    ],
)
def test_a_key_opens_nothing_beyond_its_scope(desk: Desk, server: Config, verb: str, path: str) -> None:
    headers = key_of(desk, "customers:read", "outside-events:write")

    answer = httpx.request(verb, url(server, path), headers=headers, json={}, trust_env=False)

    assert answer.status_code in (403, 404, 405), answer.text


def test_a_key_sees_what_its_agent_sees(desk: Desk, server: Config) -> None:
    ticket = ticket_of(visitor_writes(desk))
    path = url(server, f"/api/customers/{desk.cast.vera_id}")
    own = url(server, f"/api/customers/{ticket.customer_id}")
    headers = key_of(desk, "customers:read", agent_id=desk.cast.anna.agent_id)

    assert httpx.get(path, headers=headers, trust_env=False).status_code == 404
    assert httpx.get(own, headers=headers, trust_env=False).status_code == 200


def test_a_revoked_key_is_worth_nothing_at_once(desk: Desk, server: Config, browser: Open) -> None:
    headers, dora = key_of(desk, "customers:read"), browser("dora")
    path = url(server, f"/api/customers/{desk.cast.vera_id}")
    assert httpx.get(path, headers=headers, trust_env=False).status_code == 200
    (key,) = dora.get("/api/api-keys").json()

    assert dora.delete(f"/api/api-keys/{key['id']}").status_code == 204

    assert httpx.get(path, headers=headers, trust_env=False).status_code == 401
    assert dora.get("/api/api-keys").json()[0]["revoked_at"] is not None


def test_a_key_has_a_limit_of_its_own(desk: Desk, server: Config) -> None:
    headers, path = key_of(desk, "customers:read", per_minute=2), url(server, f"/api/customers/{desk.cast.vera_id}")

    statuses = [httpx.get(path, headers=headers, trust_env=False).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_a_key_is_shown_once_and_kept_as_a_hash(desk: Desk, browser: Open) -> None:
    dora = browser("dora")

    made = dora.post("/api/api-keys", json={"name": "Shop", "scopes": ["customers:read"]}).json()

    assert made["token"].startswith(PREFIX)
    assert made["token"] not in dora.get("/api/api-keys").text
    with db.reading() as session:
        assert made["token"] not in str(session.scalars(select(ApiKey.token_hash)).all())


def test_guessing_keys_is_slowed_down(desk: Desk, server: Config) -> None:
    path = url(server, "/api/customers/1")

    statuses = [
        httpx.get(path, headers={"authorization": f"Bearer {PREFIX}{n}"}, trust_env=False).status_code
        for n in range(32)
    ]

    assert (statuses[0], statuses[-1]) == (401, 429)
