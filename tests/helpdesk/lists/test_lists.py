"""What lists hold, in which order, and how many; saved views and their filters."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import follow, label, lifecycle, reply, snooze, tags
from helpdesk.actions.reply import Writing
from helpdesk.actions.views import ViewChanges, change_view, remove_view, save_view
from helpdesk.errors import Forbidden, Invalid, NotFound
from helpdesk.models import SORTS, Audience, Priority, Tag, Ticket
from helpdesk.models.order_keys import HEAD_START_MS, LAST, NOT_WAITING, QUIET
from helpdesk.permissions import Actor
from helpdesk.queries.filters import read_filter
from helpdesk.queries.inbox import counts, keys, view
from helpdesk.queries.lists.counting import view_counts
from helpdesk.queries.saved_views import saved_views, saved_views_of
from tests.cast import Desk
from tests.stories import takes, visitor_writes

Condition = tuple[str, str, list[Any]]


def write(desk: Desk, browser: str) -> int:
    return visitor_writes(desk, browser=browser).ticket_id


def held(actor: Actor, name: str, sort: str = "created") -> list[int]:
    with db.reading() as session:
        return [id for id, _ in view(session, actor, name, sort)["order"]]


def save(
    by: Actor,
    *conditions: Condition,
    match: str = "all",
    audience: Audience = Audience.PRIVATE,
    team: int | None = None,
) -> str:
    wanted = [{"field": field, "op": op, "values": values} for field, op, values in conditions]
    changes = ViewChanges("Mine", audience, team, {"match": match, "conditions": wanted}, "urgency")
    with db.transaction() as session:
        return f"view:{save_view(session, changes, by=by).id}"


def test_a_snoozed_ticket_is_in_its_own_list_and_in_all_but_in_no_working_one(desk: Desk) -> None:
    anna = desk.cast.anna
    ticket_id = write(desk, "vera")
    takes(ticket_id, by=anna)
    with db.transaction() as session:
        snooze.snooze(session, ticket_id, until=clock.now() + timedelta(hours=1), by=anna)

    assert held(anna, "snoozed") == held(anna, "all") == [ticket_id]
    assert held(anna, "mine") == held(anna, "waiting") == []
    with db.reading() as session:
        found = counts(session, [anna])[anna.agent_id or 0]
    assert (found["snoozed"], found["all"], found["mine"], found["waiting"]) == (1, 1, 0, 0)


def test_each_agent_counts_what_their_lists_hold(desk: Desk) -> None:
    cast = desk.cast
    free, anna_has, charlie_has, sleeps = (write(desk, name) for name in ("vera", "oleh", "ira", "petro"))
    for ticket_id in (anna_has, charlie_has, sleeps):
        with db.transaction() as session:
            label.set_team(session, ticket_id, team_id=cast.support_id, by=cast.dora)
    takes(anna_has, by=cast.anna)
    with db.transaction() as session:
        session.get_one(Ticket, charlie_has).assignee_id = cast.charlie.agent_id  # of another team
        snooze.snooze(session, sleeps, until=clock.now() + timedelta(hours=1), by=cast.anna)

    actors = [cast.anna, cast.boris, cast.charlie, cast.dora]
    with db.reading() as session:
        found = counts(session, actors)
    for actor in actors:
        for name in ("mine", "unassigned", "waiting", "all", "snoozed", f"team:{cast.support_id}"):
            expected = held(actor, name) if not name.startswith("team:") or actor is not cast.charlie else [charlie_has]
            assert found[actor.agent_id or 0].get(name, 0) == len(expected), (actor.role, name)
    assert held(cast.charlie, "all") == [charlie_has, free]


def test_followed_mentioned_and_breaching_hold_what_they_say(desk: Desk) -> None:
    anna, boris = desk.cast.anna, desk.cast.boris
    one, other = write(desk, "vera"), write(desk, "oleh")
    with db.transaction() as session:
        follow.follow(session, one, by=anna)
        reply.add_note(session, other, Writing(f"@[Anna](agent:{anna.agent_id}) look", "note"), by=boris)
    with db.transaction() as session:
        session.get_one(Ticket, one).next_due_at = clock.now() + timedelta(minutes=5)
        session.get_one(Ticket, other).next_due_at = clock.now() + timedelta(hours=5)

    assert (held(anna, "followed"), held(anna, "mentioned")) == ([one], [other])
    assert held(boris, "followed") == held(boris, "mentioned") == []
    assert held(anna, "breaching") == [one]
    with db.reading() as session:
        found = counts(session, [anna, boris])
    assert [found[anna.agent_id or 0][name] for name in ("followed", "mentioned", "breaching")] == [1, 1, 1]
    assert [found[boris.agent_id or 0][name] for name in ("followed", "mentioned", "breaching")] == [0, 0, 1]


def test_what_leaves_ones_sight_leaves_ones_lists_and_numbers(desk: Desk) -> None:
    charlie = desk.cast.charlie
    ticket_id = write(desk, "vera")
    with db.transaction() as session:
        follow.follow(session, ticket_id, by=charlie)
    mine = save(charlie, ("priority", "in", ["normal"]))
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)

    assert held(charlie, "followed") == held(charlie, "all") == held(charlie, mine) == []
    with db.reading() as session:
        assert counts(session, [charlie])[charlie.agent_id or 0]["followed"] == 0
        assert view_counts(session, [charlie]) == {charlie.agent_id: {mine: 0}}
        assert keys(session, charlie, mine, "created", ids=[ticket_id])["keys"] == [[ticket_id, None]]


def test_the_database_computes_the_keys_that_the_console_does(either_desk: Desk) -> None:
    ids = [write(either_desk, name) for name in ("vera", "oleh", "ira")]
    with db.transaction() as session:
        first, second, _ = (session.get_one(Ticket, id) for id in ids)
        first.next_due_at = datetime(2026, 11, 25, 7, 30, 15, 999_999, tzinfo=UTC)
        second.priority, second.waiting_since = Priority.HIGH, datetime(2026, 1, 2, 3, 4, 5, 60_001, tzinfo=UTC)

    for sort in sorted(SORTS):
        with db.reading() as session:
            order = view(session, either_desk.cast.dora, "all", sort)["order"]
            expected = [(id, _key(session, id, sort)) for id in ids]
            found = keys(session, either_desk.cast.dora, "all", sort, ids=ids)["keys"]
        assert order == sorted(expected, key=lambda pair: (pair[1], pair[0]))
        assert found == [list(pair) for pair in expected]


def _key(session: Session, id: int, sort: str) -> int:
    ticket = session.get_one(Ticket, id)
    waits = None if ticket.waiting_since is None else _ms(ticket.waiting_since)
    if sort == "urgency":
        if ticket.next_due_at is not None:
            return _ms(ticket.next_due_at)
        return 2 * QUIET - _ms(ticket.last_message_at) if waits is None else waits + HEAD_START_MS[ticket.priority]
    if sort == "waiting":
        return LAST if waits is None else waits
    if sort == "priority":
        return ticket.priority * 10_000_000_000_000 + (NOT_WAITING if waits is None else waits)
    return -_ms(ticket.last_message_at if sort == "activity" else ticket.created_at)


def _ms(at: datetime) -> int:
    whole = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (whole.days * 86_400 + whole.seconds) * 1000 + whole.microseconds // 1000


def _marked(desk: Desk) -> tuple[int, int]:
    """One urgent ticket of Support that anna has, tagged vip; one of nobody."""
    one, other = write(desk, "vera"), write(desk, "oleh")
    with db.transaction() as session:
        label.set_team(session, one, team_id=desk.cast.support_id, by=desk.cast.dora)
        label.set_priority(session, one, priority=Priority.URGENT, by=desk.cast.dora)
        tags.change_tags(session, one, add=["vip"], by=desk.cast.dora)
    takes(one, by=desk.cast.anna)
    return one, other


FINDS: Final[tuple[tuple[str, str, list[Any], str], ...]] = (
    ("priority", "in", ["urgent", "high"], "one"),
    ("priority", "not_in", ["urgent"], "other"),
    ("team", "in", ["me"], "one"),
    ("team", "in", [None], "other"),
    ("assignee", "in", ["me"], "one"),
    ("assignee", "not_in", ["me"], "other"),
    ("assignee", "in", [None, "me"], "both"),
    ("tag", "in", ["vip"], "one"),
    ("tag", "in", [None], "other"),
    ("tag", "not_in", ["vip"], "other"),
    ("channel_kind", "in", ["webchat"], "both"),
    ("channel_kind", "in", ["email"], "none"),
    ("category", "in", ["open"], "one"),
    ("skill", "in", [None], "both"),
    ("organisation", "in", [None], "both"),
    ("language", "in", ["de"], "none"),
    ("created", "within", [5], "both"),
    ("created", "older_than", [5], "none"),
    ("created", "after", ["2020-01-01"], "both"),
    ("waiting_since", "is_set", [True], "both"),
    ("unread", "is", [True], "both"),
    ("mentioned", "is", [True], "none"),
    ("followed", "is", [False], "both"),
    ("snoozed", "is", [False], "both"),
    ("spam", "is", [True], "none"),
    ("has_file", "is", [False], "both"),
)


def test_a_filter_finds_what_it_says(desk: Desk) -> None:
    one, other = _marked(desk)
    sets = {"one": {one}, "other": {other}, "both": {one, other}, "none": set()}
    with db.reading() as session:
        vip = session.scalars(select(Tag.id)).one()

    for field, op, values, finds in FINDS:
        given = [vip if value == "vip" else value for value in values]
        assert set(held(desk.cast.anna, save(desk.cast.anna, (field, op, given)))) == sets[finds], (field, op, values)


def test_any_and_groups_widen_and_narrow(desk: Desk) -> None:
    one, other = _marked(desk)
    anna = desk.cast.anna
    urgent = {"field": "priority", "op": "in", "values": ["urgent"]}
    nobody = {"field": "assignee", "op": "in", "values": [None]}
    group = {"match": "any", "conditions": [urgent, nobody]}
    with db.transaction() as session:
        wanted = {"match": "all", "conditions": [nobody], "groups": [group]}
        narrow = save_view(session, ViewChanges("Narrow", Audience.PRIVATE, None, wanted, "urgency"), by=anna).id

    assert set(held(anna, save(anna, ("priority", "in", ["urgent"]), ("assignee", "in", [None]), match="any"))) == {
        one,
        other,
    }
    assert held(anna, f"view:{narrow}") == [other]


def test_a_view_shows_what_is_done_only_when_it_says_so(desk: Desk) -> None:
    anna = desk.cast.anna
    ticket_id = write(desk, "vera")
    with db.transaction() as session:
        lifecycle.resolve(session, ticket_id, by=anna)

    assert held(anna, save(anna, ("priority", "in", ["normal"]))) == []
    assert held(anna, save(anna, ("category", "in", ["resolved"]))) == [ticket_id]


@pytest.mark.parametrize(
    "wanted",
    [
        {"match": "some"},
        {"conditions": [{"field": "password", "op": "in", "values": [1]}]},
        {"conditions": [{"field": "priority", "op": "before", "values": ["high"]}]},
        {"conditions": [{"field": "priority", "op": "in", "values": ["enormous"]}]},
        {"conditions": [{"field": "team", "op": "in", "values": []}]},
        {"conditions": [{"field": "created", "op": "before", "values": ["soon"]}]},
        {"conditions": [{"field": "unread", "op": "is", "values": [1]}]},
        {"groups": [{"groups": [{}]}]},
    ],
)
def test_a_filter_nobody_understands_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        read_filter(wanted)


def test_views_are_found_by_those_they_are_for(desk: Desk) -> None:
    cast = desk.cast
    save(cast.anna)
    save(cast.anna, audience=Audience.TEAM, team=cast.support_id)

    with db.reading() as session:
        assert [len(saved_views(session, actor)) for actor in (cast.anna, cast.boris, cast.charlie)] == [2, 1, 0]
        actors = [cast.anna, cast.boris, cast.charlie, cast.dora]
        each = {actor.agent_id: saved_views(session, actor) for actor in actors}
        assert saved_views_of(session, actors) == each
    with pytest.raises(Forbidden):
        save(cast.anna, audience=Audience.ALL)


def test_only_its_owner_and_admins_change_a_view(desk: Desk) -> None:
    cast = desk.cast
    name = save(cast.anna, audience=Audience.TEAM, team=cast.support_id)
    changes = ViewChanges("Other", Audience.PRIVATE, None, {}, "urgency")

    with pytest.raises(Forbidden), db.transaction() as session:
        change_view(session, int(name[5:]), changes, by=cast.boris)
    with pytest.raises(NotFound), db.transaction() as session:
        remove_view(session, int(name[5:]), by=cast.charlie)
    with pytest.raises(Invalid):
        held(cast.charlie, name)
    with db.transaction() as session:
        remove_view(session, int(name[5:]), by=cast.anna)
