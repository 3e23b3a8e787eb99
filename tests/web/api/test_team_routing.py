"""Team rules, offers, the next ticket and capacity over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions import assign
from routing import jobs
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


def test_an_admin_sets_rules_and_reads_them_back(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    rules: dict[str, Any] = {"mode": "pull", "offer_s": {"webchat": 30}, "limits": {"email": 4}, "most_open": 9}

    answer = dora.put(f"/api/team-routing/{desk.cast.support_id}", json=rules)

    assert answer.status_code == 200, answer.text
    kept = dora.get(f"/api/team-routing/{desk.cast.support_id}").json()
    assert {name: kept[name] for name in rules} == rules
    assert dora.get("/api/workspace").json()["pull_team_ids"] == [desk.cast.support_id]


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"offer_s": {"webchat": 3}}, "offer_s"),
        ({"limits": {"webchat": 0}}, "limits"),
        ({"ramp_min": -1}, "ramp_min"),
        ({"overflow_team_id": 9_999}, "overflow_team_id"),
        ({"out_of_hours": "wait"}, "calendar_id"),
        ({"out_of_hours": "overflow", "calendar_id": None}, "overflow_team_id"),
        ({"skills_by_type": [{"type_id": 1, "skills": [{"skill_id": 9_999, "level": 2}]}]}, "skills_by_type"),
        ({"mode": "shove"}, None),
        ({"unheard_of": 1}, None),
    ],
)
def test_rules_that_cannot_be_are_refused_by_name(
    desk: Desk, browser: Open, rules: dict[str, Any], field: str | None
) -> None:
    answer = browser("dora").put(f"/api/team-routing/{desk.cast.support_id}", json=rules)

    assert answer.status_code == 400, answer.text
    assert field is None or field in answer.json()["fields"]


def test_an_offer_is_listed_accepted_and_gone_for_others(desk: Desk, browser: Open) -> None:
    browser("dora").put("/api/team-routing/0", json={"offer_s": {"webchat": 60}})
    asked = visitor_writes(desk)
    with db.transaction() as session:
        assign.claim(session, asked.ticket_id, agent_id=desk.cast.anna.agent_id or 0, choice=assign.Choice())
    anna, boris = browser("anna"), browser("boris")
    assert [row["id"] for row in anna.get("/api/offers").json()["tickets"]] == [asked.ticket_id]

    assert boris.put(f"/api/tickets/{asked.ticket_id}/acceptance", json={}).json()["code"] == "offer_gone"
    accepted = anna.put(f"/api/tickets/{asked.ticket_id}/acceptance", json={})

    assert accepted.json()["ticket"]["offer_until"] is None
    assert anna.get("/api/offers").json()["tickets"] == []
    assert anna.put(f"/api/tickets/{asked.ticket_id}/refusal", json={}).json()["code"] == "accepted"


def test_the_next_ticket_is_given_and_then_none(desk: Desk, browser: Open) -> None:
    asked = visitor_writes(desk)
    jobs.route()
    anna = browser("anna")

    first, second = (anna.post("/api/next-tickets", json={}).json() for _ in range(2))

    assert (first["ticket"]["id"], second["ticket"]) == (asked.ticket_id, None)
    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


def test_a_supervisor_sets_capacity_for_their_own_team_only(desk: Desk, browser: Open) -> None:
    boris = browser("boris")
    answers = {
        name: boris.put(f"/api/agents/{actor.agent_id}/capacity", json={"capacity_units": 6})
        for name, actor in (("anna", desk.cast.anna), ("charlie", desk.cast.charlie))
    }

    assert answers["anna"].json()["capacity_units"] == 6
    assert answers["charlie"].status_code == 403
    assert browser("anna").put(f"/api/agents/{desk.cast.anna.agent_id}/capacity", json={}).status_code in (400, 403)


def test_an_agent_says_when_they_go_home(desk: Desk, browser: Open) -> None:
    anna = browser("anna")
    at = "2030-01-02T17:00:00.000Z"

    assert anna.put("/api/me/presence", json={"status": "available", "leaves_at": at}).json()["leaves_at"] == at
    assert anna.put("/api/me/presence", json={"status": "busy"}).json()["leaves_at"] == at
    assert anna.put("/api/me/presence", json={"status": "busy", "leaves_at": None}).json()["leaves_at"] is None
