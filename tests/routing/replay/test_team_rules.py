"""Weeks played again with other rules of a team: what waits, for whom, and when another team joins in."""

from collections.abc import Mapping
from typing import Any

import pytest

from helpdesk.errors import Invalid
from helpdesk.hours import BusinessHours
from helpdesk.models import ChannelKind
from helpdesk.team_routing import Closed, TeamRouting
from routing.replay.plan import read_plan
from routing.replay.run import replay
from routing.replay.shapes import History, Member, Past, Said, Sign

MONDAY = 1_780_876_800.0  # 2026-06-08, midnight in UTC
HOUR = 3_600.0
ANNA, BORIS = 1, 2
SUPPORT, BILLING = 10, 20
QUESTION, PROBLEM = 5, 6


def history(**more: Any) -> History:
    """Anna of support and Boris of billing, eight hours; two ask support every twenty minutes, and Anna answered one by one."""
    asked = [MONDAY + 9 * HOUR + nth // 2 * 1_200 for nth in range(40)]
    tickets = [
        Past(
            id=nth,
            channel="webchat",
            priority=3,
            language="en",
            skills={},
            team_id=SUPPORT,
            customer_id=nth,
            due_at=at + 300,
            type_id=PROBLEM if nth % 2 else QUESTION,
        )
        for nth, at in enumerate(asked)
    ]
    said = [one for nth, at in enumerate(asked) for one in (Said(nth, at), Said(nth, at + 500 * (1 + nth % 2), ANNA))]
    there = [Sign(agent, MONDAY + 8 * HOUR, online=True, available=None) for agent in (ANNA, BORIS)]
    there += [Sign(agent, MONDAY + 8 * HOUR, available=True) for agent in (ANNA, BORIS)]
    return History(
        since=MONDAY + 8 * HOUR,
        until=MONDAY + 17 * HOUR,
        time_zone="UTC",
        tickets=tickets,
        said=sorted(said, key=lambda one: one.at),
        signs=there,
        members=[
            Member(ANNA, {"screens": 3}, frozenset({"en"}), 12, frozenset({SUPPORT})),
            Member(BORIS, {}, frozenset({"en"}), 12, frozenset({BILLING})),
        ],
        skill_names={7: "screens", 8: "taxes"},
        **more,
    )


def played(past: History, team: Mapping[str, Any] | None = None) -> dict[str, Any]:
    plan = {} if team is None else {"teams": {str(SUPPORT): team}}
    outcome = replay(past, read_plan(plan))
    changed: dict[str, Any] = outcome["changed"]["all"]
    return changed


def test_a_team_that_helps_out_makes_waits_shorter() -> None:
    alone = played(history())

    helped = played(history(), {"overflow_team_id": BILLING, "overflow_after_min": 0})

    assert helped["answered"] >= alone["answered"]
    assert helped["wait_mean_s"] < alone["wait_mean_s"]


def test_nobody_is_given_tickets_before_the_team_opens() -> None:
    afternoon = BusinessHours("UTC", {"0": [["13:00", "17:00"]]}, [])
    past = history(calendars={3: afternoon})

    waited = played(past, {"calendar_id": 3, "out_of_hours": "wait"})

    assert waited["wait_p90_s"] > 2 * HOUR


def test_out_of_hours_the_other_team_takes_over_at_once() -> None:
    never = BusinessHours("UTC", {"6": [["13:00", "17:00"]]}, [])
    rules = TeamRouting(overflow_team_id=BILLING, out_of_hours=Closed.OVERFLOW, calendar_id=3)

    taken = played(history(calendars={3: never}, team_rules={SUPPORT: rules}))

    assert taken["answered"] >= 38


def test_the_teams_own_rules_count_where_nothing_is_changed() -> None:
    rules = TeamRouting(skills_by_type={PROBLEM: {8: 2}})

    found = played(history(team_rules={SUPPORT: rules}))

    assert found["answered"] <= 20, "nobody in the team knows of taxes"


def test_a_skill_that_a_type_asks_for_keeps_others_from_it() -> None:
    found = played(history(), {"skills_by_type": {str(PROBLEM): {"taxes": 1}}})
    known = played(history(), {"skills_by_type": {str(PROBLEM): {"screens": 1}}})

    assert found["answered"] <= 20 < known["answered"]


def test_a_limit_of_none_leaves_all_waiting() -> None:
    assert played(history(), {"most_open": 0})["answered"] == 0
    assert played(history(), {"limits": {"webchat": 0}})["answered"] == 0
    assert played(history(team_rules={SUPPORT: TeamRouting(limits={ChannelKind.EMAIL: 0})}))["answered"] > 30


@pytest.mark.parametrize("order", ["fifo", "due", "priority", "urgency"])
def test_every_order_plays(order: str) -> None:
    assert played(history(), {"order": order})["answered"] > 30


@pytest.mark.parametrize(
    "team",
    [
        {"order": "by name"},
        {"out_of_hours": "sleep"},
        {"limits": {"fax": 1}},
        {"most_open": -1},
        {"overflow_after_min": 10**9},
        {"skills_by_type": {"x": {"screens": 1}}},
        {"skills_by_type": {"5": {"screens": 9}}},
        {"unheard_of": 1},
    ],
)
def test_rules_that_cannot_be_are_refused(team: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read_plan({"teams": {str(SUPPORT): team}})
