"""Several who change tags and what has them at the same moment: nothing is lost and nothing breaks."""

import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.workspace import tag_rows
from helpdesk.actions.workspace.tags import merge_tag, remove_tag, rename_tag
from helpdesk.errors import DeskError, Invalid, NotFound
from helpdesk.models import (
    Tag,
)
from tests.cast import Desk
from tests.helpdesk.workspace.tagging import give, on, on_customer_of, put_on, tagged, tags, together
from tests.stories import ticket_of, visitor_writes


def test_what_is_tagged_while_a_tag_is_merged_has_one_of_the_two(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = either_desk
    monkeypatch.setattr(tag_rows, "BATCH", 1)
    old, new = tags(desk, "vip", "gold")
    for n in range(5):
        tagged(desk, "vip", browser=f"had{n}")
    ids = [ticket_of(visitor_writes(desk, browser=f"new{n}")).id for n in range(20)]

    wrong = together(
        lambda: put_on(desk, ids[:10], "vip"),
        lambda: give(desk, ids[10:], "vip"),
        lambda: merge_tag(old, into_id=new, by=desk.cast.dora),
    )

    assert wrong == []
    assert {*map(tuple, map(on, ids[:10]))} <= {("vip",), ("gold",)}
    assert {*map(tuple, map(on_customer_of, ids[10:]))} <= {("vip",), ("gold",)}


def test_what_is_tagged_while_a_tag_is_removed_makes_no_trouble(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = either_desk
    monkeypatch.setattr(tag_rows, "BATCH", 1)
    (id,) = tags(desk, "vip")
    ids = [ticket_of(visitor_writes(desk, browser=f"new{n}")).id for n in range(10)]

    wrong = together(lambda: put_on(desk, ids, "vip"), lambda: remove_tag(id, even_if_used=True, by=desk.cast.dora))

    assert wrong == []


def test_two_who_merge_two_tags_into_each_other_lose_neither(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = either_desk
    monkeypatch.setattr(tag_rows, "BATCH", 1)
    one, other = tags(desk, "vip", "gold")
    ids = [tagged(desk, name, browser=f"{name}{n}") for n in range(5) for name in ("vip", "gold")]

    wrong = together(
        lambda: merge_tag(one, into_id=other, by=desk.cast.dora),
        lambda: merge_tag(other, into_id=one, by=desk.cast.dora),
    )

    assert [type(error) for error in wrong] in ([NotFound], [Invalid])
    left = {*map(tuple, map(on, ids))}
    assert left in ({("vip",)}, {("gold",)})
    with db.reading() as session:
        assert len(session.scalars(select(Tag)).all()) == 1


def test_a_tag_that_goes_while_another_becomes_it_is_told(desk: Desk) -> None:
    old, new = tags(desk, "vip", "gold")
    ticket_id = tagged(desk, "vip", browser="one")
    remove_tag(new, even_if_used=True, by=desk.cast.dora)

    with pytest.raises(NotFound):
        tag_rows.give_other(old, new)

    assert on(ticket_id) == ["vip"]


def test_two_who_rename_two_tags_alike_leave_one_of_that_name(either_desk: Desk) -> None:
    desk = either_desk
    ids = tags(desk, "vip", "gold")

    def rename(id: int) -> None:
        db.retrying(lambda session: rename_tag(session, id, name="best", by=desk.cast.dora))

    wrong = together(*(lambda id=id: rename(id) for id in ids))

    assert [error.code for error in wrong if isinstance(error, DeskError)] == ["name_taken"]
