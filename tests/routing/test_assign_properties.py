"""Whatever comes in: what the strategy may never do, and what must not matter to it."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.shapes import RoutableAgent, WaitingTicket
from routing.strategy import assign
from routing.urgency import is_email
from tests.rounds import examples

SKILLS = ("billing", "orders", "refunds")
LANGUAGES = ("en", "ru", "uk")
NOW = 50_000.0

brief = settings(max_examples=examples(20), deadline=None)

levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2)
moments = st.floats(0, NOW)

agents = st.builds(
    RoutableAgent,
    id=st.integers(1, 12),
    skills=levels,
    languages=st.frozensets(st.sampled_from(LANGUAGES)),
    capacity_units=st.integers(0, 12),
    used_units=st.integers(0, 14),
    open_tickets=st.integers(0, 4),
    awaiting=st.integers(0, 1),
    unanswered_email=st.integers(0, 2),
    last_assigned_at=st.none() | moments,
    idle_since=st.none() | moments,
    shift_ends_at=st.none() | st.floats(NOW - 600, NOW + 9_000),
    online=st.booleans(),
)
tickets = st.builds(
    WaitingTicket,
    id=st.integers(1, 60),
    channel=st.sampled_from(("webchat", "telegram", "email", "carrier pigeon")),
    units=st.integers(0, 5),
    skills=levels,
    language=st.sampled_from(("", *LANGUAGES)),
    priority=st.integers(0, 6),
    waiting_since=moments,
    due_at=st.none() | st.floats(0, 2 * NOW),
    customer_id=st.none() | st.integers(1, 5),
    preferred_agent_id=st.none() | st.integers(1, 12),
    responded=st.booleans(),
    attempts=st.integers(0, 3),
    excluded=st.frozensets(st.integers(1, 12), max_size=3),
)
desks = st.tuples(
    st.lists(tickets, max_size=12, unique_by=lambda ticket: ticket.id),
    st.lists(agents, max_size=6, unique_by=lambda agent: agent.id),
)


@brief
@given(desks)
def test_nobody_gets_what_they_may_not_have(desk: tuple[list[WaitingTicket], list[RoutableAgent]]) -> None:
    by_ticket = {ticket.id: ticket for ticket in desk[0]}
    by_agent = {agent.id: agent for agent in desk[1]}

    for assignment in assign(NOW, *desk, {}):
        ticket, agent = by_ticket[assignment.ticket_id], by_agent[assignment.agent_id]
        assert agent.online
        assert agent.id not in ticket.excluded
        assert not ticket.language or ticket.language in agent.languages
        assert ticket.skills.keys() <= agent.skills.keys()
        assert agent.used_units + ticket.units <= agent.capacity_units
        assert agent.awaiting == 0
        assert not (is_email(ticket.channel) and agent.unanswered_email)


@brief
@given(desks)
def test_no_ticket_and_no_agent_is_named_twice(desk: tuple[list[WaitingTicket], list[RoutableAgent]]) -> None:
    given_away = assign(NOW, *desk, {})

    assert len({assignment.ticket_id for assignment in given_away}) == len(given_away)
    assert len({assignment.agent_id for assignment in given_away}) == len(given_away)


@brief
@given(desks, st.randoms())
def test_the_order_of_the_lists_does_not_matter(
    desk: tuple[list[WaitingTicket], list[RoutableAgent]], chance: random.Random
) -> None:
    waiting = chance.sample(desk[0], len(desk[0]))
    people = chance.sample(desk[1], len(desk[1]))

    assert assign(NOW, *desk, {}) == assign(NOW, waiting, people, {})


@brief
@given(st.lists(desks, min_size=2, max_size=2), st.randoms())
def test_the_same_story_ends_the_same(
    story: list[tuple[list[WaitingTicket], list[RoutableAgent]]], chance: random.Random
) -> None:
    first: dict[str, Any] = {}
    second: dict[str, Any] = {}

    for n, (waiting, people) in enumerate(story):
        now = NOW + 40.0 * n
        mixed = chance.sample(waiting, len(waiting))
        assert assign(now, waiting, people, first) == assign(now, mixed, people, second)


@brief
@given(desks)
def test_an_able_idle_agent_never_sits_beside_a_ticket_nobody_keeps(
    desk: tuple[list[WaitingTicket], list[RoutableAgent]],
) -> None:
    given_away = assign(NOW, *desk, {})
    taken = {assignment.ticket_id for assignment in given_away}
    busy = {assignment.agent_id for assignment in given_away}

    for ticket in desk[0]:
        if ticket.id in taken or ticket.preferred_agent_id is not None:
            continue
        for agent in desk[1]:
            assert agent.id in busy or not _matches(ticket, agent)


@brief
@given(st.lists(tickets, min_size=1, max_size=12, unique_by=lambda ticket: ticket.id))
def test_the_answer_does_not_change_what_was_asked(waiting: list[WaitingTicket]) -> None:
    before = list(waiting)

    assign(NOW, waiting, [], {})

    assert waiting == before


def _matches(ticket: WaitingTicket, agent: RoutableAgent) -> bool:
    return (
        agent.online
        and agent.awaiting == 0
        and not (is_email(ticket.channel) and agent.unanswered_email)
        and agent.id not in ticket.excluded
        and (not ticket.language or ticket.language in agent.languages)
        and all(agent.skills.get(skill, 0) >= level for skill, level in ticket.skills.items())
        and agent.used_units + ticket.units <= agent.capacity_units
    )
