"""Automations over HTTP: arranged, tried out without touching anything, refused in words, watched."""

from collections.abc import Callable

from helpdesk import db
from helpdesk.actions.audit import verify_chain
from helpdesk.models import Priority
from tests.automating import URGENT, drained, runs
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]
CREATED = {"on": "ticket.created"}


def test_a_rule_is_tried_out_switched_on_watched_and_removed(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    before = visitor_writes(desk)
    made = dora.post("/api/automations", json={"name": "Hurry", "trigger": CREATED, "steps": [URGENT]}).json()
    tried = dora.post("/api/automations/trials", json={"trigger": CREATED, "conditions": {}}).json()

    assert (made["is_enabled"], tried["count"], tried["is_whole"]) == (False, 1, True)
    assert [ticket["id"] for ticket in tried["tickets"]] == [before.ticket_id]
    assert runs() == []

    at = f"/api/automations/{made['id']}"
    assert dora.patch(at, json={"is_enabled": True}).json()["is_enabled"]
    asked = visitor_writes(desk, browser="oleg")
    drained()
    assert ticket_of(asked).priority is Priority.URGENT
    [run] = dora.get("/api/automations/runs").json()
    assert (run["name"], run["ticket_id"], run["outcome"]) == ("Hurry", asked.ticket_id, "done")
    assert dora.get("/api/automations").json()["automations"][0]["runs_last_week"] == 1

    assert dora.delete(at).status_code == 204
    assert dora.get("/api/automations").json()["automations"] == []
    assert dora.get("/api/automations/runs").json()[0]["name"] == "Hurry"


def test_every_ready_made_rule_comes_switched_off_and_can_be_tried(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    for key in dora.get("/api/automations").json()["ready_made"]:
        made = dora.post(f"/api/automations/ready-made/{key}").json()
        rule = {"trigger": made["trigger"], "conditions": made["conditions"]}

        assert not made["is_enabled"]
        assert dora.post("/api/automations/trials", json=rule).json()["count"] == 0


def test_what_cannot_be_is_refused_by_its_field(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    whole = {"name": "X", "trigger": CREATED, "steps": [URGENT]}
    unread = {"conditions": [{"field": "unread", "op": "is", "values": [True]}]}
    for field, change in (
        ("trigger", {"trigger": {"on": "nonsense"}}),
        ("minutes", {"trigger": {"on": "resolved"}}),
        ("filter", {"conditions": {"filter": unread}}),
        ("steps", {"steps": [{"do": "status", "status_id": 999}]}),
        ("texts", {"steps": [{"do": "letter", "texts": {"en": "{{customer.password}}"}}]}),
    ):
        refused = dora.post("/api/automations", json=whole | change)
        assert (refused.status_code, field in refused.json()["fields"]) == (400, True), field


def test_each_change_is_in_the_audit_log_with_its_version(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    made = dora.post("/api/automations", json={"name": "A", "trigger": CREATED, "steps": [URGENT]}).json()

    changed = dora.patch(f"/api/automations/{made['id']}", json={"trigger": {"on": "customer.wrote"}}).json()

    assert (made["version"], changed["version"]) == (1, 2)
    with db.reading() as session:
        assert verify_chain(session) is None
