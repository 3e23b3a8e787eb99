"""Promises to customers: told of once, kept through a merge, listed with one's own and in the calendar."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions.client_base import merge, promises
from helpdesk.actions.client_base.forgetting import forget_profile
from helpdesk.actions.client_base.promises import OVERDUE
from helpdesk.actions.promises import Due
from helpdesk.errors import Invalid, NotFound
from helpdesk.models import CustomerPromise, Notification, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.calendar_feeds import calendar_text
from helpdesk.queries.client_base.profile import profile
from helpdesk.queries.promises import own_promises
from tests.cast import Desk
from tests.stories import ticket_of, visitor_writes

HOUR = timedelta(hours=1)


def customer(desk: Desk, browser: str = "vera") -> int:
    return ticket_of(visitor_writes(desk, browser=browser)).customer_id


def promised(customer_id: int, *, by: Actor, owner_id: int | None = None) -> int:
    with db.transaction() as session:
        due = Due(clock.now() + HOUR)
        return promises.make(session, customer_id, text="Call back; soon", due=due, by=by, owner_id=owner_id).id


def told_after(span: timedelta) -> list[tuple[int, str, int | None]]:
    with clock.fixed(clock.now() + span):
        for _ in range(2):
            promises.tell_due()
    with db.reading() as session:
        return [(one.agent_id, one.kind, one.ticket_id) for one in session.query(Notification)]


def shown(customer_id: int, *, by: Actor) -> list[str]:
    with db.reading() as session:
        return [one["text"] for one in profile(session, by, customer_id)["promises"]]


def test_an_overdue_promise_to_a_customer_is_told_exactly_once(either_desk: Desk) -> None:
    anna, boris = either_desk.cast.anna, either_desk.cast.boris
    vera = customer(either_desk)
    promised(vera, by=anna, owner_id=boris.agent_id)
    kept = promised(vera, by=anna)
    with db.transaction() as session:
        promises.finish(session, kept, by=boris)

    assert told_after(HOUR / 2) == []
    assert told_after(2 * HOUR) == [(boris.agent_id, OVERDUE, None)]
    assert told_after(3 * HOUR) == [(boris.agent_id, OVERDUE, None)]


def test_a_promise_stands_on_the_profile_in_ones_own_list_and_in_the_calendar_until_it_is_kept(desk: Desk) -> None:
    anna = desk.cast.anna
    vera = customer(desk)
    promise_id = promised(vera, by=anna)

    with db.reading() as session:
        (own,) = own_promises(session, anna)
        calendar = calendar_text(session, anna, base_url="https://desk.example").replace("\r\n ", "")
        assert own_promises(session, desk.cast.boris) == []
    assert (own["ticket_id"], own["customer"]["id"], own["text"]) == (None, vera, "Call back; soon")
    assert "SUMMARY:Call back\\; soon" in calendar
    assert f"URL:https://desk.example/?page=customers&q=customers:{vera}" in calendar
    assert shown(vera, by=desk.cast.boris) == ["Call back; soon"]
    with db.transaction() as session:
        promises.finish(session, promise_id, by=anna)
    assert shown(vera, by=anna) == []


def test_promises_go_along_with_a_merge_and_back(desk: Desk) -> None:
    dora = desk.cast.dora
    vera, other = customer(desk), customer(desk, "oleh")
    promised(vera, by=dora)

    with db.transaction() as session:
        merge.merge(session, vera, into_id=other, by=dora)
    assert shown(other, by=dora) == ["Call back; soon"]
    with db.transaction() as session:
        merge.unmerge(session, vera, from_id=other, by=dora)
    assert (shown(vera, by=dora), shown(other, by=dora)) == (["Call back; soon"], [])


def test_another_moment_is_told_of_anew(desk: Desk) -> None:
    anna = desk.cast.anna
    promise_id = promised(customer(desk), by=anna)
    told_after(2 * HOUR)

    with clock.fixed(clock.now() + 2 * HOUR), db.transaction() as session:
        promises.change(session, promise_id, by=anna, due=Due(clock.now() + HOUR), text="Write")

    assert len(told_after(4 * HOUR)) == 2


def test_charlie_of_another_team_neither_makes_nor_keeps_nor_drops_nor_owns_one(desk: Desk) -> None:
    anna, charlie = desk.cast.anna, desk.cast.charlie
    vera = customer(desk)
    with db.transaction() as session:
        session.scalars(select(Ticket).where(Ticket.customer_id == vera)).one().team_id = desk.cast.support_id
    promise_id = promised(vera, by=anna)

    with db.transaction() as session, pytest.raises(NotFound):
        promises.make(session, vera, text="Mine", due=Due(clock.now() + HOUR), by=charlie)
    for act in (promises.finish, promises.drop, promises.change):
        with db.transaction() as session, pytest.raises(NotFound):
            act(session, promise_id, by=charlie)
    with pytest.raises(Invalid):
        promised(vera, by=anna, owner_id=charlie.agent_id)


def test_nobody_is_told_who_may_not_know_the_customer_any_more(desk: Desk) -> None:
    anna = desk.cast.anna
    vera = customer(desk)
    promised(vera, by=anna)
    with db.transaction() as session:
        session.scalars(select(Ticket).where(Ticket.customer_id == vera)).one().team_id = desk.cast.billing_id

    assert told_after(2 * HOUR) == []


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_a_promise_of_nothing_or_too_much_is_refused(desk: Desk, text: str) -> None:
    vera = customer(desk)

    with db.transaction() as session, pytest.raises(Invalid):
        promises.make(session, vera, text=text, due=Due(clock.now() + HOUR), by=desk.cast.anna)


def test_what_was_promised_is_forgotten_with_the_customer(desk: Desk) -> None:
    vera = customer(desk)
    promised(vera, by=desk.cast.anna)

    with db.transaction() as session:
        forget_profile(session, vera)
        assert session.scalar(select(CustomerPromise.id)) is None
