"""Two admins save the same thing: the later one is told which field, and what they did not touch stays."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.edge import Browser

Open = Callable[..., Browser]
CALENDAR = {"name": "Shop", "time_zone": "Europe/Kyiv", "hours": {"0": [["09:00", "18:00"]]}, "own_days": []}
POLICY = {"name": "Mail", "targets": {"urgent": {"first_response": 20}}, "conditions": {}}
RULE = {"name": "Fraud", "conditions": {"words": ["fraud"]}, "actions": {"priority": "urgent"}}


@pytest.mark.parametrize(
    ("path", "made", "field", "value", "other"),
    [
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


def test_settings_of_the_desk_are_kept_apart_field_by_field(browser: Open) -> None:
    admin = browser("dora")
    seen = admin.get("/api/settings").json()

    admin.send("PATCH", "/api/settings", json={"reopen_days": 3, "seen": {"reopen_days": seen["reopen_days"]}})
    late = admin.send("PATCH", "/api/settings", json={"reopen_days": 9, "seen": {"reopen_days": seen["reopen_days"]}})
    beside = admin.send("PATCH", "/api/settings", json={"trash_days": 9, "seen": {"trash_days": seen["trash_days"]}})

    assert late.json()["fields"] == {"reopen_days": "saved_meanwhile"}
    assert (beside.json()["reopen_days"], beside.json()["trash_days"]) == (3, 9)
