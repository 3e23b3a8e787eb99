"""What admins arrange over HTTP: teams, skills, agents, channels, rules, settings."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import channel_health
from helpdesk.models import Direction
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


@pytest.fixture
def dora(browser: Open) -> Browser:
    found: Browser = browser("dora")
    return found


def test_a_team_is_made_changed_and_removed(desk: Desk, dora: Browser) -> None:
    made = dora.post("/api/teams", json={"name": "Returns", "member_ids": [desk.cast.anna.agent_id]})
    path = f"/api/teams/{made.json()['id']}"

    changed = dora.patch(path, json={"member_ids": [], "others_tickets": "readable"})
    removed = dora.delete(path)

    assert (made.status_code, made.json()["member_ids"]) == (201, [desk.cast.anna.agent_id])
    assert (changed.json()["name"], changed.json()["member_ids"]) == ("Returns", [])
    assert changed.json()["others_tickets"] == "readable"
    assert removed.status_code == 204
    assert dora.delete(path).status_code == 404


def test_a_team_with_work_goes_when_another_takes_it_over(desk: Desk, dora: Browser) -> None:
    ticket = ticket_of(visitor_writes(desk))
    dora.put(f"/api/tickets/{ticket.id}/team", json={"team_id": desk.cast.support_id})
    path = f"/api/teams/{desk.cast.support_id}"

    refused = dora.delete(path)
    itself = dora.delete(f"{path}?tickets_to={desk.cast.support_id}")
    nobody = dora.delete(f"{path}?tickets_to=999")
    removed = dora.delete(f"{path}?tickets_to={desk.cast.billing_id}")

    assert (refused.status_code, refused.json()["code"]) == (409, "team_in_use")
    assert "1 open" in refused.json()["detail"]
    assert (itself.status_code, nobody.status_code) == (409, 400)
    assert removed.status_code == 204
    assert dora.get(f"/api/tickets/{ticket.id}").json()["ticket"]["team_id"] == desk.cast.billing_id


def test_a_skill_is_made_renamed_and_taken_from_all(desk: Desk, dora: Browser) -> None:
    made = dora.post("/api/skills", json={"name": "Law"}).json()
    path, anna = f"/api/skills/{made['id']}", f"/api/agents/{desk.cast.anna.agent_id}"
    dora.patch(anna, json={"skills": [{"skill_id": made["id"], "level": 4}]})

    renamed = dora.patch(path, json={"name": "Право"})
    refused = dora.delete(path)
    forced = dora.delete(f"{path}?force=true")

    assert renamed.json() == {"id": made["id"], "name": "Право"}
    assert (refused.status_code, refused.json()["fields"]["agents"]) == (409, 1)
    assert forced.status_code == 204
    assert dora.get("/api/skills").json() == []


def test_an_agent_is_arranged_in_one_request(desk: Desk, dora: Browser) -> None:
    path = f"/api/agents/{desk.cast.anna.agent_id}"

    answer = dora.patch(path, json={"capacity_units": 20, "languages": ["uk"], "team_ids": [desk.cast.billing_id]})

    assert answer.json()["capacity_units"] == 20
    assert answer.json()["languages"] == ["uk"]
    assert answer.json()["team_ids"] == [desk.cast.billing_id]
    assert answer.json()["email"] == "anna@desk.example"


def test_the_last_admin_cannot_be_demoted(desk: Desk, dora: Browser) -> None:
    answer = dora.patch(f"/api/agents/{desk.cast.dora.agent_id}", json={"role": "agent"})

    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


def test_agents_are_refused_what_admins_may(desk: Desk, browser: Open) -> None:
    answer = browser("boris").patch(f"/api/agents/{desk.cast.boris.agent_id}", json={"role": "admin"})

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_channel_comes_with_the_line_for_the_site(dora: Browser) -> None:
    body = {
        "kind": "webchat",
        "name": "Магазин",
        "allowed_origins": ["https://Shop.Example", "https://shop.example:443/", "https://магазин.example"],
        "colors": {"accent": "#1F5FBF"},
        "greeting": {"uk": "Вітаємо!"},
    }

    made = dora.post("/api/channels", json=body)

    channel = made.json()
    assert made.status_code == 201
    assert channel["allowed_origins"] == ["https://shop.example", "https://xn--80aairftm.example"]
    assert (channel["colors"], channel["greeting"]) == ({"accent": "#1f5fbf"}, {"uk": "Вітаємо!"})
    line = f'<script src="{dora.config.public_url}/widget.js" data-channel="{channel["public_key"]}" async></script>'
    assert channel["snippet"] == line


def test_a_channel_is_changed_only_where_asked(desk: Desk, dora: Browser) -> None:
    path = f"/api/channels/{desk.channel_id}"
    dora.patch(path, json={"team_id": desk.cast.support_id, "default_priority": "high", "is_paused": True})

    after = dora.patch(path, json={"team_id": None}).json()

    assert (after["team_id"], after["default_priority"], after["is_paused"]) == (None, "high", True)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"allowed_origins": ["shop.example"]}, "allowed_origins"),
        ({"allowed_origins": ["https://shop.example/path"]}, "allowed_origins"),
        ({"allowed_origins": ["https://*.shop.example"]}, "allowed_origins"),
        ({"allowed_origins": ["https://a.example;script-src *"]}, "allowed_origins"),
        ({"allowed_origins": ["javascript://x"]}, "allowed_origins"),
        ({"allowed_origins": ["https://user:pass@shop.example"]}, "allowed_origins"),
        ({"allowed_origins": ["https://shop.example:99999"]}, "allowed_origins"),
        ({"allowed_origins": ["null"]}, "allowed_origins"),
        ({"allowed_origins": ["https://[::1"]}, "allowed_origins"),
        ({"allowed_origins": [f"https://{n}.example" for n in range(51)]}, "allowed_origins"),
        ({"colors": {"accent": "red;}"}}, "colors"),
        ({"colors": {"other": "#ffffff"}}, "colors"),
        ({"greeting": {"de": "Hallo"}}, "greeting"),
        ({"greeting": {"en": "x" * 501}}, "greeting"),
        ({"position": "middle"}, "position"),
        ({"team_id": 999}, "team_id"),
        ({"default_type_id": 999}, "default_type_id"),
        ({"name": ""}, "name"),
        ({"public_key": "mine"}, "public_key"),
    ],
)
def test_a_channel_refuses_what_would_not_work(desk: Desk, dora: Browser, body: object, field: str) -> None:
    answer = dora.patch(f"/api/channels/{desk.channel_id}", json=body)

    assert answer.status_code == 400
    assert field in answer.text


def test_rules_are_made_tried_ordered_and_removed(desk: Desk, dora: Browser) -> None:
    skill_id = dora.post("/api/skills", json={"name": "Refunds"}).json()["id"]
    actions = {"priority": "high", "skills": [{"skill_id": skill_id, "level": 3}], "team_id": desk.cast.billing_id}
    first = dora.post("/api/rules", json={"name": "Money", "conditions": {"words": ["refund"]}, "actions": actions})
    second = dora.post("/api/rules", json={"name": "All", "conditions": {}, "actions": {"priority": "low"}}).json()

    tried = dora.post("/api/rule-trials", json={"text": "I want a refund"}).json()
    order = dora.put("/api/rules/order", json={"ids": [second["id"], first.json()["id"]]}).json()
    tried_again = dora.post("/api/rule-trials", json={"text": "I want a refund"}).json()
    removed = dora.delete(f"/api/rules/{second['id']}")

    assert first.json()["actions"]["skills"] == [{"skill_id": skill_id, "level": 3}]
    assert (tried["priority"], tried["language"], tried["team_id"]) == ("high", "en", desk.cast.billing_id)
    assert {reason["rule"] for reason in tried["reasons"]} == {"Money"}
    assert [rule["name"] for rule in order] == ["All", "Money"]
    assert tried_again["priority"] == "low"
    assert removed.status_code == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"conditions": {"words": ["   "]}}, "words"),
        ({"conditions": {"words": ['"open']}}, "words"),
        ({"conditions": {"senders": ["a b"]}}, "senders"),
        ({"conditions": {"languages": ["tlh"]}}, "languages"),
        ({"conditions": {"channel_ids": [999]}}, "channel_ids"),
        ({"conditions": {"regex": ["(a+)+$"]}}, "regex"),
        ({"actions": {}}, "actions"),
        ({"actions": {"type_id": 999}}, "type_id"),
        ({"actions": {"team_id": 999}}, "team_id"),
        ({"actions": {"skills": [{"skill_id": 999, "level": 1}]}}, "skills"),
        ({"actions": {"priority": "extreme"}}, "priority"),
        ({"name": " "}, "name"),
    ],
)
def test_a_rule_the_router_could_not_follow_is_refused(dora: Browser, body: dict[str, object], field: str) -> None:
    rule = {"name": "New", "conditions": {"words": ["x"]}, "actions": {"priority": "low"}}

    answer = dora.post("/api/rules", json=rule | body)

    assert answer.status_code == 400
    assert field in answer.text
    assert dora.get("/api/rules").json() == []


def test_an_order_that_forgets_a_rule_is_refused(dora: Browser) -> None:
    made = dora.post("/api/rules", json={"name": "New", "conditions": {}, "actions": {"stop": True}}).json()

    for ids in ([], [made["id"], made["id"]], [999]):
        answer = dora.put("/api/rules/order", json={"ids": ids})
        assert (answer.status_code, answer.json()["code"]) == (409, "rules_changed")


def test_everybody_knows_by_which_channel_nothing_leaves(desk: Desk, browser: Open) -> None:
    def out_since() -> str | None:
        channels = browser("anna").get("/api/workspace").json()["channels"]
        found: str | None = next(one["out_since"] for one in channels if one["id"] == desk.channel_id)
        return found

    with db.transaction() as session:
        channel_health.note_trouble(session, desk.channel_id, Direction.IN, code="unreachable")
    assert out_since() is None

    with db.transaction() as session:
        channel_health.note_trouble(session, desk.channel_id, Direction.OUT, code="unreachable")
    began = out_since()
    assert began is not None

    with clock.fixed(clock.now() + timedelta(minutes=3)), db.transaction() as session:
        channel_health.note_trouble(session, desk.channel_id, Direction.OUT, code="refused")
    assert out_since() == began

    with db.transaction() as session:
        channel_health.note_working(session, desk.channel_id, Direction.OUT)
    assert out_since() is None


def test_settings_keep_what_is_left_out(dora: Browser) -> None:
    before = dora.get("/api/settings").json()

    after = dora.patch("/api/settings", json={"desk_name": "Крамниця", "reopen_days": 3}).json()

    assert after == before | {"desk_name": "Крамниця", "reopen_days": 3}
    assert dora.get("/api/workspace").json()["name"] == "Крамниця"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"desk_name": ""}, "desk_name"),
        ({"reopen_days": -1}, "reopen_days"),
        ({"reopen_days": 366}, "reopen_days"),
        ({"reopen_days": True}, "reopen_days"),
        ({"undo_send_s": {"webchat": 1}}, "undo_send_s"),
        ({"undo_send_s": {"webchat": 1, "telegram": 0, "email": 121}}, "undo_send_s"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"setup_link": {}}, "setup_link"),
    ],
)
def test_a_setting_refuses_what_would_not_work(dora: Browser, body: object, field: str) -> None:
    answer = dora.patch("/api/settings", json=body)

    assert answer.status_code == 400
    assert field in answer.text


def test_the_desk_is_the_same_for_all_but_addresses(desk: Desk, browser: Open) -> None:
    seen = {name: browser(name).get("/api/workspace").json() for name in ("anna", "dora")}

    names = [[agent["name"] for agent in desk["agents"]] for desk in seen.values()]
    assert names == [["Anna", "Boris", "Charlie", "Dora"]] * 2
    assert [sum("email" in agent for agent in desk["agents"]) for desk in seen.values()] == [1, 4]
    assert [status["category"] for status in seen["anna"]["statuses"]] == [
        "new", "open", "pending", "on_hold", "resolved", "closed",
    ]  # fmt: skip
