"""Two admins save the same thing: the later one is told which field, and what they did not touch stays."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Desk
from tests.edge import Browser

Open = Callable[..., Browser]
CALENDAR = {"name": "Shop", "time_zone": "Europe/Kyiv", "hours": {"0": [["09:00", "18:00"]]}, "own_days": []}
POLICY = {"name": "Mail", "targets": {"urgent": {"first_response": 20}}, "conditions": {}}
AUTOMATION = {
    "name": "Thanks",
    "trigger": {"on": "ticket.created"},
    "steps": [{"do": "priority", "priority": "low"}],
}
SERVER = {"host": "127.0.0.1", "port": 1, "security": "none"}
MAILBOX = {"address": "shop@desk.example", "imap": SERVER, "smtp": SERVER, "signature": {"en": "Bye"}}
WEBHOOK = {"name": "ERP", "url": "https://93.184.216.34/desk", "kinds": ["ticket.created"]}
RULE = {"name": "Fraud", "conditions": {"words": ["fraud"]}, "actions": {"priority": "urgent"}}


@pytest.mark.parametrize(
    ("path", "made", "field", "value", "other"),
    [
        ("/api/automations", AUTOMATION, "name", "Closed", {"follows_rules": True}),
        ("/api/channels", {"kind": "webchat", "name": "Shop"}, "name", "Store", {"is_paused": True}),
        ("/api/mailboxes", MAILBOX, "signature", {"en": "Yours"}, {"from_name": "Shop"}),
        ("/api/teams", {"name": "Sales"}, "name", "Shop", {"member_ids": []}),
        ("/api/calendars", CALENDAR, "hours", {"1": [["10:00", "12:00"]]}, {"name": "Store"}),
        ("/api/sla-policies", POLICY, "targets", {"urgent": {"first_response": 5}}, {"name": "Post"}),
        ("/api/rules", RULE, "conditions", {"words": ["scam"]}, {"name": "Theft"}),
    ],
)
def test_whoever_saves_later_is_told_and_overwrites_only_what_they_mean_to(
    browser: Open, path: str, made: dict[str, Any], field: str, value: object, other: dict[str, Any]
) -> None:
    admin = browser("dora")
    opened = admin.send("POST", path, json=made).json()
    at, seen = f"{path}/{opened['id']}", {field: opened[field]}

    first = admin.send("PATCH", at, json={field: value, "seen": seen})
    late = admin.send("PATCH", at, json={field: made[field], "seen": seen})
    beside = admin.send("PATCH", at, json={**other, "seen": {name: opened[name] for name in other}})
    meant = admin.send("PATCH", at, json={field: made[field]})

    assert first.status_code == beside.status_code == meant.status_code == 200
    assert (late.status_code, late.json()["code"], late.json()["fields"]) == (
        409,
        "saved_meanwhile",
        {field: "saved_meanwhile"},
    )
    assert beside.json()[field] == first.json()[field] != opened[field]
    assert meant.json()[field] == opened[field]


@pytest.mark.parametrize(
    ("path", "made", "field", "value"),
    [
        ("/api/templates", {"name": "Hello", "texts": {"": "Hello!"}}, "texts", {"": "Good day!"}),
        ("/api/macros", {"name": "Done", "steps": [{"do": "priority", "priority": "low"}]}, "name", "Over"),
    ],
)
def test_what_is_replaced_as_a_whole_is_kept_apart_as_well(
    browser: Open, path: str, made: dict[str, Any], field: str, value: object
) -> None:
    admin = browser("dora")
    opened = admin.send("POST", path, json=made).json()
    at, seen = f"{path}/{opened['id']}", {name: opened[name] for name in ("name", "audience", field)}

    first = admin.send("PUT", at, json={**made, field: value, "seen": seen})
    late = admin.send("PUT", at, json={**made, "seen": seen})
    meant = admin.send("PUT", at, json=made)

    assert (first.status_code, meant.status_code) == (200, 200)
    assert (late.status_code, late.json()["fields"]) == (409, {field: "saved_meanwhile"})
    assert first.json()[field] != opened[field] == meant.json()[field]


def test_what_others_keep_for_themselves_is_not_told_by_a_refusal(browser: Open) -> None:
    made = browser("dora").send("POST", "/api/templates", json={"name": "Mine", "texts": {"": "Secret"}}).json()

    body = {"name": "x", "texts": {}, "seen": {"texts": {"": "guess"}}}
    guess = browser("anna").send("PUT", f"/api/templates/{made['id']}", json=body)

    assert guess.status_code == 404


def test_a_design_a_webhook_and_a_skill_are_kept_apart_as_well(desk: Desk, browser: Open) -> None:
    admin, at = browser("dora"), f"/api/channels/{desk.channel_id}/widget"
    seen = {"design": admin.get(at).json()["design"]}
    bell = admin.send("POST", "/api/webhooks", json=WEBHOOK).json()

    first = admin.send("PUT", at, json={"design": {"title": {"en": "Help"}}, "seen": seen})
    late = admin.send("PUT", at, json={"design": {"title": {"en": "Ask"}}, "seen": seen})
    skill = admin.send("POST", "/api/skills", json={"name": "ERP"}).json()

    assert (first.status_code, late.status_code, late.json()["code"]) == (200, 409, "saved_meanwhile")
    for path in (f"/api/webhooks/{bell['id']}", f"/api/skills/{skill['id']}"):
        bodies = [{"name": name, "seen": {"name": "ERP"}} for name in ("CRM", "Other")]
        assert [admin.send("PATCH", path, json=body).status_code for body in bodies] == [200, 409], path


def test_settings_of_the_desk_are_kept_apart_field_by_field(browser: Open) -> None:
    admin = browser("dora")
    seen = admin.get("/api/settings").json()

    admin.send("PATCH", "/api/settings", json={"reopen_days": 3, "seen": {"reopen_days": seen["reopen_days"]}})
    late = admin.send("PATCH", "/api/settings", json={"reopen_days": 9, "seen": {"reopen_days": seen["reopen_days"]}})
    beside = admin.send("PATCH", "/api/settings", json={"trash_days": 9, "seen": {"trash_days": seen["trash_days"]}})

    assert late.json()["fields"] == {"reopen_days": "saved_meanwhile"}
    assert (beside.json()["reopen_days"], beside.json()["trash_days"]) == (3, 9)
