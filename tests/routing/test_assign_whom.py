"""Whom a ticket goes to when several could start on it."""

from typing import Any

from tests.routing.desks import NOW, agent, chosen, email, ticket


def test_the_agent_with_less_in_hand_gets_it() -> None:
    busy = agent("anna", used_units=8, open_tickets=2)

    assert chosen([ticket(1)], [busy, agent("boris")]) == {1: "boris"}


def test_of_equals_the_longest_idle_gets_it() -> None:
    rested = agent("boris", idle_since=NOW - 900)

    assert chosen([ticket(1)], [agent("anna"), rested]) == {1: "boris"}


def test_a_chat_goes_past_the_agent_writing_an_email_if_another_is_free() -> None:
    writing = agent("anna", unanswered_email=1, used_units=2, open_tickets=1)

    assert chosen([ticket(1)], [writing, agent("boris", used_units=4, open_tickets=1)]) == {1: "boris"}


def test_the_only_one_with_a_wanted_skill_is_spared() -> None:
    memory: dict[str, Any] = {}
    rare = agent("anna", skills={"refunds": 4}, idle_since=NOW - 900)
    plain = agent("boris")
    chosen([email(n, skills={"refunds": 2}) for n in range(5)], [plain], memory=memory)

    assert chosen([ticket(9)], [rare, plain], now=NOW + 90, memory=memory) == {9: "boris"}


def test_somebody_about_to_leave_is_spared() -> None:
    leaving = agent("anna", shift_ends_at=NOW + 60, idle_since=NOW - 900)

    assert chosen([ticket(1)], [leaving, agent("boris", shift_ends_at=NOW + 9_000)]) == {1: "boris"}


def test_the_usual_agent_gets_their_customer() -> None:
    usual = agent("anna", used_units=4, open_tickets=1, idle_since=None)

    assert chosen([ticket(1, preferred_agent_id="anna")], [usual, agent("boris")]) == {1: "anna"}


def test_an_email_is_kept_for_the_usual_agent_who_is_at_work() -> None:
    usual = agent("anna", awaiting=1, used_units=4)

    assert chosen([email(1, preferred_agent_id="anna")], [usual, agent("boris")]) == {}


def test_it_is_not_kept_for_ever() -> None:
    usual = agent("anna", awaiting=1, used_units=4)
    old = email(1, preferred_agent_id="anna", waiting_since=NOW - 4_000)

    assert chosen([old], [usual, agent("boris")]) == {1: "boris"}


def test_it_is_not_kept_for_somebody_offline() -> None:
    gone = agent("anna", online=False)

    assert chosen([email(1, preferred_agent_id="anna")], [gone, agent("boris")]) == {1: "boris"}


def test_it_is_not_kept_for_somebody_who_lacks_the_level() -> None:
    usual = agent("anna", skills={"billing": 1})
    mail = email(1, preferred_agent_id="anna", skills={"billing": 3})

    assert chosen([mail], [usual, agent("boris", skills={"billing": 3})]) == {1: "boris"}


def test_a_chat_goes_past_the_agent_whose_email_is_nearly_due() -> None:
    memory: dict[str, Any] = {}
    chosen([email(1, due_at=NOW + 900)], [agent("anna")], memory=memory)
    chosen([email(2, due_at=NOW + 90_000)], [agent("boris")], memory=memory)
    writing = {"unanswered_email": 1, "used_units": 2, "open_tickets": 1}

    team = [agent("anna", **writing, idle_since=NOW - 900), agent("boris", **writing)]

    assert chosen([ticket(3)], team, now=NOW + 90, memory=memory) == {3: "boris"}


def test_what_an_agent_has_answered_no_longer_counts() -> None:
    memory: dict[str, Any] = {}
    chosen([email(1, due_at=NOW + 900)], [agent("anna")], memory=memory)
    chosen([], [agent("anna"), agent("boris")], now=NOW + 60, memory=memory)
    writing = {"unanswered_email": 1, "used_units": 2, "open_tickets": 1}

    team = [agent("anna", **writing, idle_since=NOW - 900), agent("boris", **writing)]

    assert chosen([ticket(3)], team, now=NOW + 90, memory=memory) == {3: "anna"}
