"""Reports, saved ones and the board over the API: numbers, tickets behind them, files, rights."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import assign, label, lifecycle
from helpdesk.actions.report_facts import step
from helpdesk.actions.workspace.sla_policies import remove_policy
from helpdesk.models import SlaPolicy, Team
from tests.cast import Desk
from tests.edge import Browser
from tests.helpdesk.reports.histories import level
from tests.helpdesk.sla.promised import add_policy
from tests.stories import answers, visitor_writes

Open = Callable[..., Browser]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk with a ticket of Support that is answered and resolved, one of Billing, and one of nobody."""
    support, billing, _free = (visitor_writes(desk, browser=str(uuid4())).ticket_id for _ in range(3))
    with db.transaction() as session:
        label.set_team(session, support, team_id=desk.cast.support_id, by=desk.cast.dora)
        label.set_team(session, billing, team_id=desk.cast.billing_id, by=desk.cast.dora)
    answers(support, by=desk.cast.anna)
    with db.transaction() as session:
        lifecycle.resolve(session, support, by=desk.cast.anna)
    level()
    return desk


def ask(browser: Browser, **question: str) -> Any:
    answer = browser.get("/api/reports?" + "&".join(f"{name}={value}" for name, value in question.items()))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_supervisor_counts_the_tickets_they_may_see(busy: Desk, browser: Open) -> None:
    assert ask(browser("dora"), measure="created")["total"]["value"] == 3
    assert ask(browser("boris"), measure="created")["total"]["value"] == 2


def test_times_are_held_against_the_policy_of_their_tickets(busy: Desk, browser: Open) -> None:
    with db.transaction() as session:
        for standard in session.scalars(select(SlaPolicy)):
            remove_policy(session, standard.id, by=busy.cast.dora)
        team = {"team_ids": [busy.cast.support_id]}
        add_policy(session, busy, {"first_response": 10}, name="Support", conditions=team)
        add_policy(session, busy, {"first_response": 60}, name="All")

    assert ask(browser("dora"), measure="created")["target"] is None
    assert ask(browser("dora"), measure="first_response")["target"]["seconds"] == 3600
    narrowed = ask(browser("dora"), measure="first_response", team=str(busy.cast.support_id), priority="high")
    assert narrowed["target"] == {"seconds": 600, "priority": "high", "hours": "calendar"}


def test_a_report_names_its_period_and_that_before(busy: Desk, browser: Open) -> None:
    found = ask(browser("dora"), measure="first_response", by="agent", period="7d", compare="true")

    assert [row["key"] for row in found["rows"]] == [str(busy.cast.anna.agent_id)]
    assert found["rows"][0]["n"] == 1
    assert found["total"]["before"]["n"] == 0
    assert found["period"]["last"] > found["before"]["last"]
    assert found["ready"] == 1.0


@pytest.mark.parametrize(
    "question",
    [
        "measure=love",
        "by=moon",
        "period=yesteryear",
        "team=x",
        "priority=huge",
        "measure=created&by=age",
        "period=9999d",
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(busy: Desk, browser: Open, question: str) -> None:
    answer = browser("dora").get(f"/api/reports?{question}")

    assert answer.status_code == 400
    assert answer.json()["fields"]


def test_a_number_leads_to_the_tickets_one_may_see(busy: Desk, browser: Open) -> None:
    for name, count in (("dora", 3), ("boris", 2)):
        found = browser(name).get("/api/reports/tickets?measure=created&by=priority&key=normal").json()
        assert len(found["tickets"]) == found["facts"] == count


def test_files_hold_the_numbers_and_no_formula(busy: Desk, browser: Open) -> None:
    with db.transaction() as session:
        session.get_one(Team, busy.cast.support_id).name = '=HYPERLINK("http://evil.example")'
    dora = browser("dora")

    plain = dora.get("/api/reports/file?measure=created&by=team")
    book = dora.get("/api/reports/file?measure=created&by=team&kind=xlsx")

    rows = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig"))))
    assert rows[0] == ["team", "count"]
    assert ['\'=HYPERLINK("http://evil.example")', "1"] in rows
    assert ["(none)", "1"] in rows
    assert rows[-1] == ["total", "3"]
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "HYPERLINK" in parts.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    for answer in (plain, book):
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_saved_report_is_found_by_those_it_is_for(busy: Desk, browser: Open) -> None:
    boris, dora = browser("boris"), browser("dora")
    arrangement = {"measure": "backlog", "by": "age", "filters": {"priority": ["urgent"], "team": [None]}}
    made = boris.send("POST", "/api/saved-reports", json={"name": "Old", "arrangement": arrangement})
    assert made.status_code == 201, made.text
    path = f"/api/saved-reports/{made.json()['id']}"

    assert dora.get("/api/saved-reports").json() == []
    assert dora.send("DELETE", path).status_code == 404
    shared = {"name": "Old", "arrangement": arrangement, "audience": "all"}
    assert boris.send("PUT", path, json=shared).json()["arrangement"]["filters"] == arrangement["filters"]
    assert [one["name"] for one in dora.get("/api/saved-reports").json()] == ["Old"]
    assert boris.send("DELETE", path).status_code == 204


def test_a_report_is_not_saved_for_a_team_one_is_not_in(busy: Desk, browser: Open) -> None:
    body = {"name": "X", "arrangement": {"measure": "created"}, "audience": "team", "team_id": busy.cast.billing_id}

    assert browser("boris").send("POST", "/api/saved-reports", json=body).status_code == 400


def test_the_board_shows_what_waits_and_who_has_what(busy: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(busy, browser=str(uuid4())).ticket_id
    with db.transaction() as session:
        assign.assign(session, ticket_id, agent_id=busy.cast.anna.agent_id, by=busy.cast.dora)

    boris, dora = (browser(name).get("/api/board").json() for name in ("boris", "dora"))

    assert (boris["total"]["open"], boris["total"]["unassigned"], boris["total"]["waiting"]) == (2, 1, 2)
    assert (dora["total"]["open"], dora["total"]["unassigned"], dora["total"]["waiting"]) == (3, 2, 3)
    held = {agent["agent_id"]: agent for agent in boris["agents"]}
    assert [ticket["id"] for ticket in held[busy.cast.anna.agent_id]["tickets"]] == [ticket_id]
    assert held[busy.cast.anna.agent_id]["units"] > 0
    assert busy.cast.charlie.agent_id not in held
    assert len(boris["queue"]) == 1
    assert len(dora["queue"]) == 2


def test_facts_that_are_behind_say_so(busy: Desk, browser: Open) -> None:
    before = ask(browser("dora"), measure="created")["as_of"]

    visitor_writes(busy, browser=str(uuid4()))
    assert ask(browser("dora"), measure="created")["total"]["value"] == 3
    level()

    assert step() is None
    after = ask(browser("dora"), measure="created")
    assert after["total"]["value"] == 4
    assert after["as_of"] > before
