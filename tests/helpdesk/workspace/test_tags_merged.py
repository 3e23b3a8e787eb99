"""A tag becomes another: on all that had it, in all that names it, and in what takes earlier changes back."""

from collections.abc import Callable

import pytest

from helpdesk import db, models
from helpdesk.actions import macros
from helpdesk.actions.client_base import merge as customer_merge
from helpdesk.actions.macros import MacroChanges
from helpdesk.actions.tags import change_tags
from helpdesk.actions.workspace import tag_rows
from helpdesk.actions.workspace.tags import merge_tag, remove_tag
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import (
    Tag,
)
from helpdesk.queries.uses import uses_of_tag
from helpdesk.tag_words import Named
from tests.cast import Desk
from tests.helpdesk.merging.histories import merged, taken_back
from tests.helpdesk.workspace.tagging import names_it, on, on_customer_of, said, tagged, tags
from tests.helpdesk.workspace.traces import traces
from tests.mails import arrives, mail, open_mailbox
from tests.stories import ticket_of, visitor_writes


def test_a_merged_tag_is_the_other_on_all_that_had_it_and_names_it(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = either_desk
    monkeypatch.setattr(tag_rows, "BATCH", 2)
    old, new = tags(desk, "vip", "gold")
    with_one = [tagged(desk, "vip", browser=f"one{n}") for n in range(3)]
    with_both = tagged(desk, "vip", "gold", "third", browser="both")
    names_it(desk, old, "vip")

    merge_tag(old, into_id=new, by=desk.cast.dora)

    assert [on(id) for id in with_one] == [["gold"]] * 3
    assert [on_customer_of(id) for id in with_one] == [["gold"]] * 3
    assert on(with_both) == on_customer_of(with_both) == ["gold", "third"]
    assert said()["Fast.conditions"] == {"tag_ids": [new]}
    assert said()["By event.conditions"]["customer_tag_ids"] == [new]
    assert said()["By event.conditions"]["filter"]["groups"][0]["conditions"][0]["values"] == [new, None]
    assert said()["Week.arrangement"]["filters"] == {"tag": [new, None]}
    assert said()["Alone.steps"] == [{"do": "remove_tags", "tags": ["gold"]}]
    with db.reading() as session:
        assert session.get(Tag, old) is None
        assert not uses_of_tag(session, Named(old, "vip"))
    assert ("tag.merged", f"tag:{old}") in traces()


def test_merging_into_itself_or_nothing_is_refused(desk: Desk) -> None:
    (id,) = tags(desk, "vip")

    for other, error in ((id, Conflict), (id + 99, Invalid)):
        with pytest.raises(error):
            merge_tag(id, into_id=other, by=desk.cast.dora)
    with pytest.raises(NotFound):
        merge_tag(id + 99, into_id=id, by=desk.cast.dora)


@pytest.mark.parametrize("own", [("gold",), ()])
def test_a_merge_of_tickets_is_taken_back_as_if_the_tag_had_always_been_the_other(
    desk: Desk, own: tuple[str, ...]
) -> None:
    old, new = tags(desk, "vip", "gold")
    box = open_mailbox()
    ticket_id, into_id = (arrives(mail(box, words)).ticket_id for words in ("One", "Two"))
    with db.transaction() as session:
        change_tags(session, ticket_id, add=["vip"], by=desk.cast.dora)
        change_tags(session, into_id, add=own, by=desk.cast.dora)
    merged(ticket_id, into_id, by=desk.cast.dora)

    merge_tag(old, into_id=new, by=desk.cast.dora)
    assert on(into_id) == ["gold"]
    taken_back(ticket_id, by=desk.cast.dora)

    assert (on(ticket_id), on(into_id)) == (["gold"], list(own))


def test_a_merge_of_customers_gives_back_the_tag_it_became(desk: Desk) -> None:
    old, new = tags(desk, "vip", "gold")
    one, other = (tagged(desk, *names, browser=name) for names, name in ((("vip",), "one"), ((), "two")))
    with db.transaction() as session:
        id, into = (session.get_one(models.Ticket, ticket_id).customer_id for ticket_id in (one, other))
        customer_merge.merge(session, id, into_id=into, by=desk.cast.dora)

    merge_tag(old, into_id=new, by=desk.cast.dora)
    with db.transaction() as session:
        customer_merge.unmerge(session, id, from_id=into, by=desk.cast.dora)

    assert (on_customer_of(one), on_customer_of(other)) == (["gold"], [])


def ran(desk: Desk, ticket_id: int) -> int:
    changes = MacroChanges("Mark", [{"do": "add_tags", "tags": ["vip", "late"]}])
    with db.transaction() as session:
        macro = macros.create_macro(session, changes, by=desk.cast.dora)
        return macros.run_macro(session, macro.id, ticket_id, key="once", by=desk.cast.dora).id


@pytest.mark.parametrize(
    "end",
    [
        lambda desk, old, new: merge_tag(old, into_id=new, by=desk.cast.dora),
        lambda desk, old, _new: remove_tag(old, even_if_used=True, by=desk.cast.dora),
    ],
)
def test_a_macro_is_taken_back_after_its_tag_became_another_or_went(
    desk: Desk, end: Callable[[Desk, int, int], None]
) -> None:
    old, new = tags(desk, "vip", "gold")
    ticket_id = ticket_of(visitor_writes(desk, browser="one")).id
    run_id = ran(desk, ticket_id)

    end(desk, old, new)
    with db.transaction() as session:
        assert "tags" not in macros.undo_macro(session, ticket_id, run_id, by=desk.cast.dora)

    assert on(ticket_id) == []
