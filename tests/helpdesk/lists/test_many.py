"""One change of many tickets: each on its own, taken back as a whole."""

from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import label, lifecycle
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
from tests.stories import takes, visitor_writes


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
        for back, whom in outcome.undo:
            change_many(whom, back, by=cast.dora)
        assert shown(desk, ids) == before, change


def test_spam_of_many_goes_back_into_the_queue(desk: Desk) -> None:
    ids = write(desk, "vera", "oleh")

    outcome = change_many(ids, SetSpam(True), by=desk.cast.anna)
    ((back, whom),) = outcome.undo
    change_many(whom, back, by=desk.cast.anna)

    with db.reading() as session:
        assert [session.get_one(Ticket, id).spam_at for id in ids] == [None, None]


def test_what_is_so_already_has_nothing_to_take_back(desk: Desk) -> None:
    (ticket_id,) = write(desk, "vera")

    outcome = change_many([ticket_id, ticket_id], SetPriority(Priority.NORMAL), by=desk.cast.anna)

    assert (outcome.done, outcome.undo) == ((ticket_id,), ())
    with pytest.raises(Invalid):
        change_many(list(range(101)), SetPriority(Priority.LOW), by=desk.cast.anna)
