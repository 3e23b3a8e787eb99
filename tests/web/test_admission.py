"""The gate: who gets through to a handler."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock, db, ratelimit
from helpdesk.actions.accounts import roles
from helpdesk.models import Agent, AgentSession, Role
from helpdesk.ratelimit import Limit
from tests.cast import Cast
from tests.edge import Browser

Open = Callable[..., Browser]


def test_a_stranger_is_told_to_sign_in(browser: Open) -> None:
    answer = browser().get("/api/me")

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "unauthenticated"


def test_a_person_going_to_a_page_is_sent_to_sign_in_and_back(browser: Open) -> None:
    answer = browser().page("/?ticket=5&view=mine")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2F%3Fticket%3D5%26view%3Dmine"


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("boris", 403), ("charlie", 403), ("dora", 200)])
def test_what_is_for_admins_is_for_admins(browser: Open, name: str, status: int) -> None:
    assert browser(name).get("/api/invitations").status_code == status


def test_a_change_of_role_counts_from_the_next_request(browser: Open, cast: Cast) -> None:
    dora = browser("dora")
    assert dora.get("/api/invitations").status_code == 200

    with db.transaction() as session:
        session.get_one(Agent, cast.dora.agent_id).role = Role.AGENT

    assert dora.get("/api/invitations").status_code == 403


def test_an_agent_who_was_shut_out_is_out_at_once(browser: Open, cast: Cast) -> None:
    anna = browser("anna")
    assert cast.anna.agent_id is not None

    with db.transaction() as session:
        roles.set_active(session, cast.anna.agent_id, is_active=False, by=cast.dora)

    assert anna.get("/api/me").status_code == 401


def test_use_of_a_session_keeps_it_alive(browser: Open) -> None:
    anna = browser("anna")
    with clock.fixed(clock.now() + timedelta(hours=6)):
        assert anna.get("/api/me").status_code == 200
        with db.reading() as session:
            assert session.get_one(AgentSession, 1).last_seen_at == clock.now()
    with clock.fixed(clock.now() + timedelta(hours=13)):
        assert anna.get("/api/me").status_code == 200
    with clock.fixed(clock.now() + timedelta(hours=22)):
        assert anna.get("/api/me").status_code == 401


def test_a_runaway_tab_is_slowed_down(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "API", Limit("api", 5, 60, is_local=True))
    anna, boris = browser("anna"), browser("boris")

    assert [anna.get("/api/me").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    assert boris.get("/api/me").status_code == 200


@pytest.mark.parametrize("number", [2**63, 10**30, -(2**63) - 1])
def test_a_number_no_database_can_hold_is_not_found(browser: Open, number: int) -> None:
    answer = browser("dora").delete(f"/api/me/sessions/{number}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_page_on_another_name_of_loopback_is_ours_too(browser: Open) -> None:
    anna = browser("anna")

    answer = anna.patch("/api/me", {"name": "Anna"}, headers={"origin": f"http://localhost:{anna.config.port}"})

    assert answer.status_code == 200
