"""Simulated days: repeatable, and our strategy is better on them than what most desks do."""

from dataclasses import astuple
from typing import Any

import pytest

from routing.shapes import Assignment, RoutableAgent, WaitingTicket
from routing.simulate import SCENARIOS, Policy, draw_day, simulate
from routing.simulate.policies import least_loaded, priority_edf, round_robin
from routing.strategy import assign

SMALL = {"agents": 10, "tickets": 400}


def test_the_same_day_and_policy_end_the_same() -> None:
    first = simulate(draw_day("flaky", 3, **SMALL), assign)

    assert simulate(draw_day("flaky", 3, **SMALL), assign) == first


def test_another_seed_is_another_day() -> None:
    assert draw_day("normal", 1, **SMALL) != draw_day("normal", 2, **SMALL)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_plays_to_its_end(scenario: str) -> None:
    outcome = simulate(draw_day(scenario, 5, **SMALL), assign)

    assert outcome.tickets > 300
    assert 0 <= outcome.weighted_breaches < 0.5
    assert outcome.fully_matched > 0.9
    assert all(figure >= 0 for figure in astuple(outcome))


def test_the_strategy_breaks_far_fewer_promises_than_pushing_by_priority() -> None:
    day = draw_day("flaky", 71)

    pushed = simulate(day, priority_edf)

    assert simulate(day, assign).weighted_breaches < 0.7 * pushed.weighted_breaches


def test_an_incident_breaks_fewer_promises_and_leaves_nobody_waiting_for_ever() -> None:
    day = draw_day("incident", 1, agents=15, tickets=1050)

    pushed, ours = simulate(day, priority_edf), simulate(day, assign)

    assert ours.weighted_breaches < 0.65 * pushed.weighted_breaches
    assert ours.wait_to_target_p99 < 0.65 * pushed.wait_to_target_p99
    assert ours.fully_matched > 0.97
    assert ours.returns_per_100 < 4


@pytest.mark.parametrize("baseline", [round_robin, least_loaded, priority_edf])
def test_a_baseline_fills_agents_at_once(baseline: Policy) -> None:
    outcome = simulate(draw_day("normal", 1, **SMALL), baseline)

    assert outcome.tickets > 300
    assert outcome.busy > 0.3


def test_nobody_works_on_a_policy_that_gives_nothing() -> None:
    def idle(now: float, waiting: list[WaitingTicket], agents: list[RoutableAgent], memory: Any) -> list[Assignment]:
        return []

    outcome = simulate(draw_day("normal", 1, **SMALL), idle)

    assert outcome.busy == 0
    assert outcome.weighted_breaches == 1


def test_an_invalid_assignment_is_refused_by_name() -> None:
    def careless(
        now: float, waiting: list[WaitingTicket], agents: list[RoutableAgent], memory: Any
    ) -> list[Assignment]:
        return [Assignment(waiting[0].id, agent.id) for agent in agents if waiting[0].language not in agent.languages]

    with pytest.raises(ValueError, match="language"):
        simulate(draw_day("normal", 1, **SMALL), careless)


def test_an_unknown_scenario_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="shift_change"):
        draw_day("quiet", 1)
