"""Calendars, SLA policies and notifications over HTTP, and what a ticket says of its promises."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.actions import sla_sweep
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import takes, visitor_writes

Open = Callable[..., Browser]


@pytest.fixture
def dora(browser: Open) -> Browser:
    found: Browser = browser("dora")
    return found


def test_a_calendar_is_made_changed_and_removed(dora: Browser) -> None:
    office = {"0": [["09:00", "13:00"], ["14:00", "18:00"]]}
    made = dora.post("/api/calendars", json={"name": "Office", "time_zone": "Europe/Kyiv", "hours": office})
    path = f"/api/calendars/{made.json()['id']}"

    changed = dora.patch(
        path,
        json={
            "holiday_source": {"country": "DE", "subdivision": "BY", "years": [2026]},
            "own_days": [{"date": "2026-12-31", "name": "Stocktaking"}],
        },
    )
    refused = dora.patch(path, json={"hours": {"0": [["18:00", "09:00"]]}})
    taken_away = dora.patch(path, json={"holiday_source": None})

    assert (made.status_code, made.json()["hours"]) == (201, office)
    assert {"date": "2026-12-25", "name": "Christmas Day", "source": "country"} in changed.json()["days"]
    assert (refused.status_code, refused.json()["fields"]["hours"]) == (400, "ends_before_it_begins")
    assert taken_away.json()["days"] == [{"date": "2026-12-31", "name": "Stocktaking", "source": "hand"}]
    assert dora.delete(path).status_code == 204
    assert dora.get("/api/calendars").json() == []


def test_countries_with_holidays_are_offered(dora: Browser) -> None:
    offered = dora.get("/api/holiday-countries").json()

    assert {"country": "UA", "subdivisions": []} in offered


def test_a_policy_is_made_changed_ordered_and_removed(desk: Desk, dora: Browser) -> None:
    escalation = {"at": "breach", "priority": "urgent", "notify": {"supervisors": True}}
    policy = {
        "name": "Gold",
        "targets": {"urgent": {"first_response": 15}},
        "conditions": {"team_ids": [desk.cast.support_id]},
        "escalations": [escalation],
        "warn_percent": 80,
    }
    made = dora.post("/api/sla-policies", json=policy)
    path = f"/api/sla-policies/{made.json()['id']}"

    assert made.status_code == 201
    assert {name: made.json()[name] for name in policy} == policy
    assert made.json()["pauses"] == ["on_hold", "pending"]

    changed = dora.patch(path, json={"is_enabled": False, "warn_percent": None, "pauses": []})
    assert (changed.json()["is_enabled"], changed.json()["warn_percent"], changed.json()["pauses"]) == (False, None, [])

    ids = [one["id"] for one in dora.get("/api/sla-policies").json()]
    ordered = dora.put("/api/sla-policies/order", json={"ids": ids[::-1]})
    assert [one["id"] for one in ordered.json()] == ids[::-1]
    assert dora.put("/api/sla-policies/order", json={"ids": ids[:-1]}).json()["code"] == "policies_changed"

    assert dora.delete(path).status_code == 204
    assert dora.patch(path, json={"name": "Back"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"targets": {"urgent": {"first_response": 0}}}, "targets.urgent.first_response"),
        ({"conditions": {"team_ids": [999]}}, "team_ids"),
        ({"conditions": {"languages": ["de"]}}, "conditions.languages"),
        ({"escalations": [{"at": "breach"}]}, "escalations[0]"),
        ({"pauses": ["closed"]}, "pauses"),
        ({"warn_percent": 100}, "warn_percent"),
        ({"calendar_id": 999}, "calendar_id"),
    ],
)
def test_a_bad_policy_is_a_problem_that_names_the_field(dora: Browser, body: dict[str, object], field: str) -> None:
    good = {"name": "Gold", "targets": {"urgent": {"first_response": 15}}}

    refused = dora.post("/api/sla-policies", json=good | body)

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert field in refused.json()["fields"]


def test_a_ticket_says_what_was_promised_and_its_row_when_it_is_due(desk: Desk, browser: Open) -> None:
    asked = visitor_writes(desk)

    answer = browser("anna").get(f"/api/tickets/{asked.ticket_id}").json()

    (promised,) = answer["sla"]
    assert (promised["target"], promised["target_minutes"], promised["paused"]) == ("first_response", 5, False)
    assert promised["due_at"] == answer["ticket"]["next_due_at"]
    names = {one["id"]: one["name"] for one in browser("anna").get("/api/workspace").json()["sla_policies"]}
    assert names[promised["policy_id"]] == "Web chat"


def test_an_agent_reads_their_own_notifications_and_no_others(desk: Desk, browser: Open) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        sla_sweep.sweep()
    anna, boris = browser("anna"), browser("boris")

    (told,) = anna.get("/api/notifications").json()["notifications"]
    read = anna.put("/api/notifications/read", json={"upto": told["id"]})

    assert (told["kind"], told["ticket_id"], told["read"]) == ("sla.breached", asked.ticket_id, False)
    assert (read.json()["unread"], read.json()["notifications"][0]["read"]) == (0, True)
    assert boris.get("/api/notifications").json() == {"unread": 0, "notifications": []}
