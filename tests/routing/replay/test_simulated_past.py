"""Replays of a past that was simulated, so that what another plan would have done is known."""

from dataclasses import replace
from functools import cache

import pytest

from helpdesk.errors import Invalid
from routing.replay.plan import Change, Plan, read_plan
from routing.replay.run import Limits, TooLong, replay
from routing.replay.shapes import History
from routing.simulate import Day, draw_day
from routing.simulate.policies import priority_edf
from tests.routing.replay.simulated_past import past_of

SMALL = {"agents": 12, "tickets": 800}
SMALLER = {
    "agents": 6,
    "tickets": 240,
}  # for plans that leave much waiting, which a replay looks through again and again


@cache
def day() -> Day:
    return draw_day("normal", 7, **SMALL)


@cache
def past() -> History:
    return past_of(day())


@cache
def smaller_past() -> History:
    return past_of(draw_day("normal", 7, **SMALLER))


def test_a_replay_with_nothing_changed_comes_near_to_what_happened() -> None:
    played = replay(past(), Plan())

    assert played["real"]["all"]["tickets"] == len(day().arrivals)
    assert played["calibration"]["verdict"] == "good"
    assert abs(played["calibration"]["wait_p50_share"]) < 0.1
    assert abs(played["calibration"]["kept"]) < 0.01


def test_the_same_replay_ends_the_same() -> None:
    assert replay(past(), Plan(capacity_units=8)) == replay(past(), Plan(capacity_units=8))


def test_a_past_under_other_rules_is_told_from_one_under_the_desks_own() -> None:
    pushed = past_of(day(), priority_edf)

    played = replay(pushed, Plan(rules="priority_edf"))

    real, own, theirs = (played[name]["all"]["late"] for name in ("real", "unchanged", "changed"))
    assert own < real
    assert abs(theirs - real) <= 0.6 * real


def test_fewer_people_answer_later_and_more_answer_sooner() -> None:
    fewer = replay(past(), Plan(heads=(Change(days=(0,), begin=0, end=48, add=-4),)))
    more = replay(past(), Plan(heads=(Change(days=(0,), begin=0, end=48, add=4),)))

    assert fewer["changed"]["all"]["wait_mean_s"] > 1.3 * fewer["unchanged"]["all"]["wait_mean_s"]
    assert more["changed"]["all"]["wait_mean_s"] < more["unchanged"]["all"]["wait_mean_s"]
    assert more["changed"]["agent_hours"] > more["unchanged"]["agent_hours"] > fewer["changed"]["agent_hours"]


def test_head_counts_of_another_weekday_change_nothing() -> None:
    played = replay(past(), Plan(heads=(Change(days=(1, 2), begin=0, end=48, count=0),)))

    assert played["changed"] == played["unchanged"]


def test_with_nobody_there_nothing_is_answered() -> None:
    played = replay(past(), Plan(heads=(Change(days=(0,), begin=0, end=48, count=0),)))

    assert played["changed"]["all"]["answered"] == 0
    assert played["changed"]["all"]["kept"] == 0


def test_a_limit_for_a_channel_keeps_its_tickets_waiting() -> None:
    played = replay(smaller_past(), Plan(limits={"webchat": 0}))

    assert played["changed"]["by_channel"]["webchat"]["answered"] == 0
    assert played["changed"]["by_channel"]["email"]["answered"] > 0


def test_skills_taken_away_leave_fewer_for_the_work() -> None:
    weak = [{"agent_id": member.id, "skill": "billing", "level": 0} for member in smaller_past().members]

    played = replay(smaller_past(), read_plan({"skills": weak}))

    assert played["changed"]["all"]["answered"] < played["unchanged"]["all"]["answered"]


def test_only_tickets_of_the_teams_asked_for_are_counted() -> None:
    tickets = [replace(ticket, team_id=1 + ticket.id % 2) for ticket in past().tickets]
    members = [replace(member, team_ids=frozenset({1, 2})) for member in past().members]
    history = replace(past(), tickets=tickets, members=members)

    played = replay(history, Plan(), limits=Limits(team_ids={1}))

    assert played["real"]["all"]["tickets"] == sum(ticket.team_id == 1 for ticket in tickets)


def test_a_replay_that_takes_too_long_ends() -> None:
    with pytest.raises(TooLong):
        replay(past(), Plan(), limits=Limits(max_s=0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"rules": "magic"},
        {"heads": [{"days": [7], "begin": 0, "end": 2, "add": 1}]},
        {"heads": [{"days": [0], "begin": 4, "end": 4, "add": 1}]},
        {"heads": [{"days": [0], "begin": 0, "end": 2, "add": 1, "count": 2}]},
        {"heads": [{"days": [0], "begin": 0, "end": 2}]},
        {"capacity_units": -1},
        {"limits": {"fax": 1}},
        {"skills": [{"agent_id": 1, "skill": "billing", "level": 6}]},
        {"unheard": 1},
    ],
)
def test_a_plan_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read_plan(wrong)
