"""One change of many tickets: each on its own, taken back as a whole."""

from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import assign, label, lifecycle
from helpdesk.actions.many import (
    Change,
    SetAssignee,
    SetPriority,
    SetSnooze,
    SetSpam,
    SetTags,
    SetTeam,
    change_many,
)
from helpdesk.errors import Invalid
from helpdesk.models import Priority, Ticket
from helpdesk.queries.rows import Json, rows
from tests.cast import Desk
from tests.stories import answers, takes, visitor_writes


def write(desk: Desk, *names: str) -> list[int]:
    return [visitor_writes(desk, browser=name).ticket_id for name in names]


def shown(desk: Desk, ids: list[int]) -> list[Json]:
    with db.reading() as session:
        changing = ("version", "updated_at", "category", "status_id", "waiting_since", "next_due_at", "waiting_reason")
        return [{name: row[name] for name in row if name not in changing} for row in rows(session, desk.cast.dora, ids)]


def test_what_is_refused_does_not_keep_the_others_and_says_why(desk: Desk) -> None:
    cast = desk.cast
    ids = write(desk, "vera", "oleh", "ira")
    with db.transaction() as session:
        label.set_team(session, ids[1], team_id=cast.billing_id, by=cast.dora)
        lifecycle.resolve(session, ids[2], by=cast.dora)

    outcome = change_many([*ids, 10**9], SetSnooze(clock.now() + timedelta(hours=1)), by=cast.anna)

    assert outcome.done == (ids[0],)
    assert [(one.ticket_id, one.code) for one in outcome.refused] == [
        (ids[1], "not_found"),
        (ids[2], "ended"),
        (10**9, "not_found"),
    ]
    assert [one.number > 0 for one in outcome.refused] == [False, True, False]


def test_every_change_is_taken_back(desk: Desk) -> None:
    cast = desk.cast
    ids = write(desk, "vera", "oleh")
    takes(ids[0], by=cast.boris)
    change_many(ids[:1], SetTags(add=("old",)), by=cast.dora)
    changes: list[Change] = [
        SetAssignee(cast.anna.agent_id),
        SetTeam(cast.support_id),
        SetPriority(Priority.URGENT),
        SetTags(add=("vip", "old"), remove=()),
        SetTags(remove=("OLD",)),
        SetSnooze(clock.now() + timedelta(hours=3)),
    ]

    for change in changes:
        before = shown(desk, ids)
        outcome = change_many(ids, change, by=cast.dora)
        assert outcome.undo, change
        for undo, whom in outcome.undo:
            change_many(whom, undo.change, was=undo.was, by=cast.dora)
        assert shown(desk, ids) == before, change


def test_taking_back_leaves_alone_what_somebody_changed_since(desk: Desk) -> None:
    cast = desk.cast
    ids = write(desk, "vera", "oleh", "ira")
    ((undo, whom),) = change_many(ids, SetAssignee(cast.anna.agent_id), by=cast.dora).undo
    with db.transaction() as session:
        assign.assign(session, ids[1], agent_id=cast.boris.agent_id, by=cast.boris)
        assign.assign(session, ids[2], agent_id=None, by=cast.boris)

    outcome = change_many(whom, undo.change, was=undo.was, by=cast.dora)

    assert outcome.done == (ids[0], ids[2])
    assert [(one.ticket_id, one.code) for one in outcome.refused] == [(ids[1], "conflict")]
    with db.reading() as session:
        assert [session.get_one(Ticket, id).assignee_id for id in ids] == [None, cast.boris.agent_id, None]


@pytest.mark.parametrize("has_begun", [False, True])
def test_what_the_router_gave_on_comes_back_until_somebody_begins(desk: Desk, has_begun: bool) -> None:
    cast = desk.cast
    (ticket_id,) = write(desk, "vera")
    takes(ticket_id, by=cast.anna)
    ((undo, whom),) = change_many([ticket_id], SetAssignee(None), by=cast.dora).undo
    with db.transaction() as session:
        boris_id = cast.boris.agent_id
        assert boris_id is not None
        assert assign.claim(session, ticket_id, agent_id=boris_id, choice=assign.Choice())
    if has_begun:
        answers(ticket_id, by=cast.boris)

    outcome = change_many(whom, undo.change, was=undo.was, by=cast.dora)

    assert bool(outcome.refused) is has_begun


def test_a_moment_is_known_again_after_it_went_through_the_api(desk: Desk) -> None:
    (ticket_id,) = write(desk, "vera")
    until = clock.now().replace(microsecond=0) + timedelta(hours=1, microseconds=123_456)
    ((undo, whom),) = change_many([ticket_id], SetSnooze(until), by=desk.cast.dora).undo

    outcome = change_many(whom, undo.change, was=SetSnooze(until.replace(microsecond=123_000)), by=desk.cast.dora)

    assert outcome.done == (ticket_id,)


def test_spam_of_many_goes_back_into_the_queue(desk: Desk) -> None:
    ids = write(desk, "vera", "oleh")

    outcome = change_many(ids, SetSpam(True), by=desk.cast.anna)
    ((undo, whom),) = outcome.undo
    change_many(whom, undo.change, was=undo.was, by=desk.cast.anna)

    with db.reading() as session:
        assert [session.get_one(Ticket, id).spam_at for id in ids] == [None, None]


def test_what_is_so_already_has_nothing_to_take_back(desk: Desk) -> None:
    (ticket_id,) = write(desk, "vera")

    outcome = change_many([ticket_id, ticket_id], SetPriority(Priority.NORMAL), by=desk.cast.anna)

    assert (outcome.done, outcome.undo) == ((ticket_id,), ())
    with pytest.raises(Invalid):
        change_many(list(range(101)), SetPriority(Priority.LOW), by=desk.cast.anna)
