"""Late binding: nobody gets a ticket they cannot start on or are not allowed to have."""

import pytest

from tests.routing.desks import NOW, agent, chosen, email, ticket


def test_an_idle_agent_gets_the_ticket() -> None:
    assert chosen([ticket(1)], [agent("anna")]) == {1: "anna"}


@pytest.mark.parametrize(
    "hindrance",
    [
        {"online": False},
        {"languages": frozenset({"ru"})},
        {"languages": frozenset()},
        {"used_units": 9},
        {"capacity_units": 0},
        {"awaiting": 1},
    ],
)
def test_an_agent_who_cannot_start_gets_nothing(hindrance: dict[str, object]) -> None:
    assert chosen([ticket(1)], [agent("anna", **hindrance)]) == {}


def test_an_excluded_agent_gets_nothing_even_after_days() -> None:
    old = ticket(1, waiting_since=NOW - 200_000, excluded=frozenset({"anna"}))

    assert chosen([old], [agent("anna")]) == {}


def test_a_missing_skill_is_never_waived() -> None:
    old = ticket(1, waiting_since=NOW - 200_000, skills={"billing": 1, "refunds": 2})

    assert chosen([old], [agent("anna", skills={"billing": 5})]) == {}


def test_an_agent_writing_an_email_can_take_a_chat() -> None:
    assert chosen([ticket(1)], [agent("anna", unanswered_email=1, used_units=2)]) == {1: "anna"}


def test_an_agent_with_an_unanswered_email_gets_no_second_one() -> None:
    assert chosen([email(1)], [agent("anna", unanswered_email=1, used_units=2)]) == {}


def test_an_agent_whose_customer_waits_for_words_gets_no_email_either() -> None:
    assert chosen([email(1)], [agent("anna", awaiting=1, used_units=4)]) == {}


def test_an_agent_gets_one_ticket_a_call() -> None:
    given = chosen([ticket(1), email(2), ticket(3)], [agent("anna")])

    assert len(given) == 1


def test_no_agents_or_no_tickets_is_no_trouble() -> None:
    assert chosen([], [agent("anna")]) == {}
    assert chosen([ticket(1)], []) == {}


def test_a_ticket_without_language_goes_to_anybody() -> None:
    assert chosen([ticket(1, language="")], [agent("anna", languages=frozenset())]) == {1: "anna"}


def test_a_ticket_listed_twice_is_given_once() -> None:
    given = chosen([ticket(1), ticket(1)], [agent("anna"), agent("boris")])

    assert len(given) == 1
