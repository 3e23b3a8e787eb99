"""What is said about a choice: enough to tell a supervisor why this agent."""

from tests.routing.desks import NOW, agent, decisions, email, ticket


def test_the_reasons_tell_the_whole_story() -> None:
    anna = agent("anna", skills={"billing": 4}, idle_since=NOW - 90)
    boris = agent("boris", skills={"billing": 3}, used_units=4, open_tickets=1)
    wanted = ticket(1, skills={"billing": 2}, priority=2, waiting_since=NOW - 30)

    (given,) = decisions([wanted], [boris, anna])

    assert given.agent_id == "anna"
    assert given.reasons == (
        ("language", "en"),
        ("skill:billing", 4),
        ("level", "exact"),
        ("able", 2),
        ("load", 0.0),
        ("idle", 90),
        ("waited", 30),
        ("priority", 2),
        ("slack", 270),
        ("runner_up", "boris"),
    )


def test_the_usual_agent_is_named_as_such() -> None:
    (given,) = decisions([ticket(1, preferred_agent_id="anna")], [agent("anna"), agent("boris")])

    assert ("usual_agent", "anna") in given.reasons


def test_a_late_ticket_has_a_slack_below_zero() -> None:
    (given,) = decisions([ticket(1, waiting_since=NOW - 400)], [agent("anna")])

    assert ("slack", -100) in given.reasons


def test_earlier_attempts_are_told() -> None:
    (given,) = decisions([email(1, attempts=2)], [agent("anna")])

    assert ("attempts", 2) in given.reasons


def test_nobody_else_means_no_runner_up() -> None:
    (given,) = decisions([ticket(1)], [agent("anna")])

    assert "runner_up" not in dict(given.reasons)
