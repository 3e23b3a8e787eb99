"""The level, unlike the skill, gives way with the ticket's age, in named steps."""

import pytest

from routing.shapes import WaitingTicket
from tests.routing.desks import NOW, agent, chosen, decisions, ticket

TARGET_S = 300.0


def aged(share: float, level: int) -> WaitingTicket:
    """A ticket that has waited this share of its target."""
    return ticket(1, waiting_since=NOW - share * TARGET_S, skills={"billing": level})


@pytest.mark.parametrize(
    ("share", "level", "taken"),
    [
        (0.0, 3, True),
        (0.0, 4, False),
        (0.7, 4, True),
        (0.7, 5, False),
        (1.0, 5, True),
        (1.3, 5, True),
    ],
)
def test_the_older_the_ticket_the_lower_a_level_will_do(share: float, level: int, taken: bool) -> None:
    anna = agent("anna", skills={"billing": 3})

    assert bool(chosen([aged(share, level)], [anna])) is taken


def test_in_the_end_any_level_will_do() -> None:
    assert chosen([aged(1.3, 5)], [agent("anna", skills={"billing": 1})]) == {1: "anna"}


def test_a_full_match_is_preferred_however_old_the_ticket() -> None:
    weak = agent("anna", skills={"billing": 1})
    strong = agent("boris", skills={"billing": 5}, used_units=8, open_tickets=2)

    assert chosen([aged(5.0, 4)], [weak, strong]) == {1: "boris"}


def test_the_step_is_among_the_reasons() -> None:
    given = decisions([aged(0.7, 4)], [agent("anna", skills={"billing": 3})])

    assert ("level", "one_below") in given[0].reasons
    assert ("skill:billing", 3) in given[0].reasons
