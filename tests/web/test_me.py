"""Agents about themselves."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import audit
from helpdesk.models import Audit, Event
from tests.cast import PASSWORD, Cast
from tests.edge import Browser
from tests.security.forms import sign_in

Open = Callable[..., Browser]


def test_an_agent_sees_who_they_are(browser: Open, cast: Cast) -> None:
    answer = browser("anna").get("/api/me")

    assert answer.status_code == 200
    me = answer.json()
    assert set(me) == {"position", "agent", "csrf", "presence", "preferences"}
    assert (me["agent"]["name"], me["agent"]["email"]) == ("Anna", "anna@desk.example")
    assert me["agent"]["team_ids"] == [cast.support_id]
    assert me["presence"]["status"] == "available"
    assert me["preferences"] == {
        "theme": "auto",
        "density": "comfortable",
        "shortcuts": True,
        "toured": False,
        "sound": True,
        "after_resolve": "next",
        "after_send": "stay",
        "send_on_enter": False,
        "show_preview": True,
        "show_tags": True,
        "show_team": False,
        "show_fields": False,
        "search_order": "newest",
        "keys": {},
    }


def test_an_agent_changes_name_language_zone_and_preferences(browser: Open) -> None:
    anna = browser("anna")

    answer = anna.patch(
        "/api/me",
        {"name": " Ганна  Іванівна ", "locale": "uk", "time_zone": "Europe/Kyiv", "preferences": {"theme": "dark"}},
    )

    assert answer.status_code == 200
    me = anna.get("/api/me").json()
    assert (me["agent"]["name"], me["agent"]["locale"], me["agent"]["time_zone"]) == (
        "Ганна Іванівна",
        "uk",
        "Europe/Kyiv",
    )
    assert (me["preferences"]["theme"], me["preferences"]["sound"]) == ("dark", True)
    with db.reading() as session:
        assert session.scalars(select(Event.data).where(Event.kind == "workspace.changed")).all() == [
            {"what": "agents"}
        ]


def test_an_agent_lays_commands_on_other_keys_and_back(browser: Open) -> None:
    anna = browser("anna")

    anna.patch("/api/me", {"preferences": {"keys": {"reply": "G Shift+Q", "note": "", "panel": "\\"}}})
    anna.patch("/api/me", {"preferences": {"sound": False}})

    assert anna.get("/api/me").json()["preferences"]["keys"] == {"reply": "G Shift+Q", "note": "", "panel": "\\"}
    assert browser("boris").get("/api/me").json()["preferences"]["keys"] == {}
    assert anna.patch("/api/me", {"preferences": {"keys": {}}}).json()["preferences"]["keys"] == {}


def test_preferences_alone_are_told_to_nobody(browser: Open) -> None:
    browser("anna").patch("/api/me", {"preferences": {"sound": False}})

    with db.reading() as session:
        assert session.scalars(select(Event.kind).where(Event.kind == "workspace.changed")).all() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "An\u202ena"}, "name"),
        ({"name": "An\x00na"}, "name"),
        ({"locale": "xx"}, "locale"),
        ({"locale": "../en"}, "locale"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"preferences": {"theme": "pink"}}, "preferences.theme"),
        ({"preferences": {"sound": 1}}, "preferences.sound"),
        ({"preferences": {"is_admin": True}}, "preferences.is_admin"),
        ({"preferences": {"keys": []}}, "preferences.keys"),
        ({"preferences": {"keys": {"reply": "Ctrl+R"}}}, "preferences.keys"),
        ({"preferences": {"keys": {"reply": "G"}}}, "preferences.keys"),
        ({"preferences": {"keys": {"<b>": "R"}}}, "preferences.keys"),
        ({"preferences": {"keys": {"reply": "Q", "note": "Q"}}}, "preferences.keys"),
        ({"preferences": {"keys": {f"a{'b' * number}": "" for number in range(101)}}}, "preferences.keys"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_changes_nothing(
    browser: Open, change: dict[str, object], field: str
) -> None:
    anna = browser("anna")
    before = anna.get("/api/me").json()

    answer = anna.patch("/api/me", change)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    after = anna.get("/api/me").json()
    assert (after["agent"], after["preferences"]) == (before["agent"], before["preferences"])


def test_a_new_password_replaces_the_old(browser: Open) -> None:
    answer = browser("anna").put("/api/me/password", {"current": PASSWORD, "new": "quiet orange ladders 8"})

    assert answer.status_code == 204
    assert sign_in(browser(), "anna@desk.example", PASSWORD) == 401
    assert sign_in(browser(), "anna@desk.example", "quiet orange ladders 8") == 303


@pytest.mark.parametrize(
    ("new", "code"),
    [("short", "too_short"), ("password1", "too_common"), ("x" * 300, "too_long"), ("anna-desk-1", "personal")],
)
def test_a_weak_new_password_is_refused_with_the_reason(browser: Open, new: str, code: str) -> None:
    answer = browser("anna").put("/api/me/password", {"current": PASSWORD, "new": new})

    assert (answer.status_code, answer.json()["fields"]) == (400, {"password": code})


def test_presence_is_chosen_and_told(browser: Open, cast: Cast) -> None:
    answer = browser("anna").put("/api/me/presence", {"status": "away", "reason": "lunch"})

    assert (answer.json()["status"], answer.json()["reason"]) == ("away", "lunch")
    with db.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == "presence.changed")).one()
        assert (told.agent_id, told.data) == (cast.anna.agent_id, {"status": "away"})


def test_sessions_are_listed_and_one_is_ended(browser: Open) -> None:
    here, there = browser("anna"), browser("anna")
    listed = here.get("/api/me/sessions").json()
    other = next(found for found in listed if not found["is_current"])

    assert [found["is_current"] for found in listed] == [False, True]
    assert here.delete(f"/api/me/sessions/{other['id']}").status_code == 204
    assert there.get("/api/me").status_code == 401
    assert len(here.get("/api/me/sessions").json()) == 1


def test_a_session_of_somebody_else_is_not_found(browser: Open) -> None:
    anna, charlie = browser("anna"), browser("charlie")
    hers = anna.get("/api/me/sessions").json()[0]["id"]

    assert charlie.delete(f"/api/me/sessions/{hers}").status_code == 404
    assert anna.get("/api/me").status_code == 200


def test_what_agents_do_to_their_accounts_is_in_the_audit_log(browser: Open) -> None:
    anna = browser("anna")
    anna.put("/api/me/password", {"current": PASSWORD, "new": "quiet orange ladders 8"})
    anna.delete("/api/me/session")

    with db.reading() as session:
        assert session.scalars(select(Audit.verb).order_by(Audit.id)).all() == ["password.changed", "agent.signed_out"]
        assert audit.verify_chain(session) is None
