"""Why a ticket waits, in counts a page can say: three speak Ukrainian, all are at capacity."""

from routing.waiting import explain_waiting
from tests.routing.desks import NOW, agent, chosen, email, ticket


def test_three_speak_ukrainian_and_all_are_at_capacity() -> None:
    full = [agent(n, languages=frozenset({"uk"}), used_units=12) for n in range(3)]

    assert explain_waiting(ticket(language="uk"), [*full, agent("boris")]) == (
        ("lacks_language", 1, "uk"),
        ("suitable", 3, "uk"),
        ("at_capacity", 3, ""),
    )


def test_each_agent_counts_under_the_first_thing_they_fail_at() -> None:
    team = [
        agent(1, languages=frozenset()),
        agent(2, skills={"orders": 3}),
        agent(3, skills={"billing": 3}, online=False),
        agent(4, skills={"billing": 1}),
        agent(5, skills={"billing": 3}, awaiting=1, used_units=4),
        agent(6, skills={"billing": 3}),
    ]
    wanted = ticket(skills={"billing": 2}, excluded=frozenset({6}))

    assert explain_waiting(wanted, team) == (
        ("not_in_team", 1, ""),
        ("lacks_language", 1, "en"),
        ("lacks_skill", 1, "billing"),
        ("suitable", 3, "en"),
        ("offline", 1, ""),
        ("level_too_low", 1, "billing"),
        ("customers_wait", 1, ""),
    )


def test_counts_add_up_to_all_agents() -> None:
    team = [agent(n, used_units=4 * n, online=n != 1, awaiting=n % 2) for n in range(6)]

    told = explain_waiting(ticket(), team)

    assert sum(obstacle.agents for obstacle in told if obstacle.reason != "suitable") == len(team)


def test_an_email_waits_for_the_one_before_it() -> None:
    assert ("email_in_hand", 1, "") in explain_waiting(email(), [agent(unanswered_email=1)])


def test_the_level_counts_as_relaxed_as_the_ticket_is_old() -> None:
    old = ticket(skills={"billing": 4}, waiting_since=NOW - 250)
    team = [agent(skills={"billing": 3})]

    assert ("level_too_low", 1, "billing") in explain_waiting(old, team)
    assert ("level_too_low", 1, "billing") not in explain_waiting(old, team, now=NOW)


def test_a_ticket_kept_for_the_usual_agent_says_for_whom() -> None:
    team = [agent("anna", awaiting=1, used_units=4), agent("boris")]
    mail = email(preferred_agent_id="anna")

    assert chosen([mail], team) == {}
    assert ("kept_for_usual_agent", 1, "anna") in explain_waiting(mail, team, now=NOW)


def test_without_agents_there_is_nothing_to_count() -> None:
    assert explain_waiting(ticket(), []) == ()


def test_whoever_could_start_is_about_to() -> None:
    assert explain_waiting(ticket(), [agent()]) == (("suitable", 1, "en"), ("about_to_start", 1, ""))
