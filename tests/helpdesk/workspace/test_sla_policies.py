"""SLA policies: made, changed, ordered, removed, and refused when they make no sense."""

from typing import Any

import pytest

from helpdesk import db
from helpdesk.actions.workspace.sla_policies import (
    PolicyChanges,
    change_policy,
    create_policy,
    order_policies,
    remove_policy,
)
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import SlaPolicy
from helpdesk.queries import service_levels
from tests.cast import Desk
from tests.helpdesk.workspace.traces import traces

TARGETS = {"normal": {"first_response": 60}}


def make(desk: Desk, **changes: Any) -> int:
    given = {"name": "Gold", "targets": TARGETS} | changes
    with db.transaction() as session:
        return create_policy(session, PolicyChanges(**given), by=desk.cast.dora).id


def change(desk: Desk, policy_id: int, **changes: Any) -> SlaPolicy:
    with db.transaction() as session:
        return change_policy(session, policy_id, PolicyChanges(**changes), by=desk.cast.dora)


def names() -> list[str]:
    with db.reading() as session:
        return [policy["name"] for policy in service_levels.policies(session)]


def test_a_new_policy_comes_last_and_is_told_and_audited(desk: Desk) -> None:
    policy_id = make(desk)

    assert names()[-1] == "Gold"
    assert traces() == [("told", "sla_policies"), ("sla_policy.made", f"sla_policy:{policy_id}")]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"targets": {}},
        {"targets": {"normal": {}}},
        {"targets": {"normal": {"first_response": 0}}},
        {"targets": {"normal": {"first_response": 1.5}}},
        {"targets": {"normal": {"first_response": True}}},
        {"targets": {"sometimes": {"first_response": 60}}},
        {"targets": {"normal": {"last_response": 60}}},
        {"conditions": {"colours": ["red"]}},
        {"conditions": {"type_ids": ["1"]}},
        {"conditions": {"team_ids": [999]}},
        {"conditions": {"languages": ["de"]}},
        {"conditions": {"channel_kinds": ["fax"]}},
        {"conditions": []},
        {"pauses": ["resolved"]},
        {"warn_percent": 0},
        {"warn_percent": 100},
        {"calendar_id": 999},
        {"escalations": [{"at": "breach"}]},
        {"escalations": [{"at": "noon", "priority": "urgent"}]},
        {"escalations": [{"at": "breach", "team_id": 999}]},
        {"escalations": [{"at": "breach", "notify": {"agent_ids": [999]}}]},
        {"escalations": [{"at": "breach", "notify": {"everybody": True}}]},
        {"escalations": {"at": "breach"}},
    ],
)
def test_what_makes_no_sense_is_refused(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        make(desk, **changes)

    assert refused.value.fields


def test_the_version_rises_with_what_is_promised_and_not_with_the_name(desk: Desk) -> None:
    policy_id = make(desk)

    assert change(desk, policy_id, name="Platinum").version == 1
    assert change(desk, policy_id, targets={"normal": {"resolution": 600}}).version == 2
    assert change(desk, policy_id, warn_percent=50, pauses=["pending"]).version == 3
    assert change(desk, policy_id, warn_percent=50).version == 3
    assert change(desk, policy_id, warn_percent=None).warn_percent is None


def test_policies_are_put_in_order_all_or_none(desk: Desk) -> None:
    policy_id = make(desk)
    with db.reading() as session:
        others = [policy["id"] for policy in service_levels.policies(session)][:-1]

    with db.transaction() as session:
        order_policies(session, [policy_id, *others], by=desk.cast.dora)
    assert names()[0] == "Gold"

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        order_policies(session, [policy_id], by=desk.cast.dora)
    assert refused.value.code == "policies_changed"


def test_a_removed_policy_is_gone_and_its_name_is_free(desk: Desk) -> None:
    policy_id = make(desk)
    with db.transaction() as session:
        remove_policy(session, policy_id, by=desk.cast.dora)

    assert "Gold" not in names()
    with pytest.raises(NotFound):
        change(desk, policy_id, name="Back")
    make(desk)
    with db.reading() as session:
        known = {one["id"]: one["name"] for one in service_levels.policy_names(session)}
    assert known[policy_id] == f"Gold ({policy_id})"


def test_a_name_is_taken_once(desk: Desk) -> None:
    make(desk)

    with pytest.raises(Conflict) as refused:
        make(desk, name="gold")

    assert refused.value.code == "name_taken"
