"""A decision over a large desk stays within its time on one core."""

import random
import time
from typing import Any

import pytest

from routing.shapes import RoutableAgent, WaitingTicket
from routing.strategy import assign
from tests.routing.desks import NOW, agent, ticket

SKILLS = [f"skill {n}" for n in range(8)]
LANGUAGES = ("en", "ru", "uk")


def large_desk(tickets: int, agents: int) -> tuple[list[WaitingTicket], list[RoutableAgent]]:
    """Tied and half infeasible, as real desks are: same loads, same ages, half the team busy."""
    chance = random.Random(7)
    waiting = [
        ticket(
            n,
            channel=chance.choice(("webchat", "telegram", "email")),
            skills={skill: chance.randint(1, 4) for skill in chance.sample(SKILLS, chance.choice((0, 1, 1, 2)))},
            language=chance.choice(LANGUAGES),
            priority=chance.randint(1, 4),
            waiting_since=NOW - 60 * chance.randint(0, 30),
            excluded=frozenset(chance.sample(range(agents), chance.choice((0, 0, 3, agents // 2)))),
        )
        for n in range(tickets)
    ]
    team = [
        agent(
            n,
            skills={skill: chance.randint(1, 5) for skill in chance.sample(SKILLS, chance.randint(1, 4))},
            languages=frozenset(chance.sample(LANGUAGES, chance.randint(1, 3))),
            used_units=chance.choice((0, 4, 8)),
            awaiting=chance.randint(0, 1),
        )
        for n in range(agents)
    ]
    return waiting, team


@pytest.mark.alone
@pytest.mark.parametrize(("tickets", "agents", "limit_s"), [(1_000, 200, 0.05), (5_000, 500, 0.25)])
def test_a_decision_is_quick(tickets: int, agents: int, limit_s: float) -> None:
    waiting, team = large_desk(tickets, agents)

    assert min(_cpu_s(waiting, team) for _ in range(3)) < limit_s


def _cpu_s(waiting: list[WaitingTicket], team: list[RoutableAgent]) -> float:
    memory: dict[str, Any] = {}
    started = time.process_time()
    given = assign(NOW, waiting, team, memory)
    spent = time.process_time() - started
    assert len(given) > len(team) // 10
    return spent
