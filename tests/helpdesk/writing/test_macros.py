"""Macros: all their steps or none, one entry, and back again."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from helpdesk import db
from helpdesk.actions import label, statuses
from helpdesk.actions.macros import MacroChanges, create_macro, run_macro, undo_macro
from helpdesk.actions.templates import TemplateChanges, create_template
from helpdesk.actions.workspace import settings as desk_settings
from helpdesk.errors import Conflict, DeskError, Invalid, NotFound
from helpdesk.models import Audience, Category, Customer, Event, Message, MessageKind, Priority, Thread, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.entries import entries
from helpdesk.queries.macros import macros
from tests.cast import Cast, Desk
from tests.mailboxes import mailbox, writes
from tests.stories import ticket_of, visitor_writes

LOUD = {"do": "priority", "priority": "urgent"}


def keeps(by: Actor, *steps: dict[str, Any], audience: Audience = Audience.PRIVATE) -> int:
    with db.transaction() as session:
        return create_macro(session, MacroChanges("Lost parcel", steps, audience), by=by).id


def runs(macro_id: int, ticket_id: int, *, by: Actor, key: str | None = None) -> int:
    with db.transaction() as session:
        return run_macro(session, macro_id, ticket_id, key=key or str(uuid4()), by=by).id


def undoes(ticket_id: int, run_id: int, *, by: Actor) -> Sequence[str]:
    with db.transaction() as session:
        return undo_macro(session, ticket_id, run_id, by=by)


def template(by: Actor, text: str = "Sorry, {{customer.name}}!") -> int:
    with db.transaction() as session:
        return create_template(session, TemplateChanges("Sorry", {"": text}), by=by).id


def solving(desk: Desk) -> list[dict[str, Any]]:
    with db.reading() as session:
        resolved = statuses.default_status(session, Category.RESOLVED).id
    return [
        LOUD,
        {"do": "add_tags", "tags": ["lost"]},
        {"do": "assignee", "agent_id": "me"},
        {"do": "follow"},
        {"do": "status", "status_id": resolved},
    ]


def test_a_macro_takes_all_its_steps_and_tells_of_one(desk: Desk) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    runs(keeps(anna, *solving(desk)), asked.ticket_id, by=anna)

    ticket = ticket_of(asked)
    with db.reading() as session:
        told = [one for one in entries(session, asked.ticket_id, since=None) if one["kind"] != "ticket.created"]

    assert (ticket.priority, ticket.assignee_id, ticket.category) == (Priority.URGENT, anna.agent_id, Category.RESOLVED)
    assert [(one["kind"], one["data"]["macro"]) for one in told] == [("ticket.macro_run", "Lost parcel")]


def test_no_step_is_taken_when_one_cannot_be(desk: Desk) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    macro_id = keeps(anna, LOUD, {"do": "reply", "template_id": template(anna, "Order {{customer.fields.order}}")})

    with pytest.raises(Invalid) as refused:
        runs(macro_id, asked.ticket_id, by=anna)

    assert (refused.value.fields["step"], refused.value.fields["do"]) == (2, "reply")
    assert ticket_of(asked).priority is Priority.NORMAL
    with db.reading() as session:
        assert session.query(Message).filter_by(kind=MessageKind.OUT).count() == 0


def test_the_same_key_runs_it_once(desk: Desk) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    macro_id = keeps(anna, {"do": "note", "template_id": template(anna, "Look at the parcel")})

    first, second = (runs(macro_id, asked.ticket_id, by=anna, key="again") for _ in range(2))

    assert first == second
    with db.reading() as session:
        assert session.query(Message).filter_by(kind=MessageKind.NOTE).count() == 1


def test_what_it_did_is_taken_back(desk: Desk) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    before = ticket_of(asked)
    run = runs(keeps(anna, *solving(desk)), asked.ticket_id, by=anna)

    left = undoes(asked.ticket_id, run, by=anna)

    after = ticket_of(asked)
    assert left == ["status"]  # nobody makes a ticket new again
    assert (after.priority, after.assignee_id) == (before.priority, None)
    with pytest.raises(Conflict):
        undoes(asked.ticket_id, run, by=anna)


def test_what_somebody_changed_since_stays_and_is_told(desk: Desk) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    run = runs(keeps(anna, LOUD, {"do": "add_tags", "tags": ["lost"]}), asked.ticket_id, by=anna)
    with db.transaction() as session:
        label.set_priority(session, asked.ticket_id, priority=Priority.LOW, by=desk.cast.boris)

    assert "priority" in undoes(asked.ticket_id, run, by=anna)
    assert ticket_of(asked).priority is Priority.LOW


def test_a_reply_that_is_held_is_taken_back_too(desk: Desk) -> None:
    anna, asked = desk.cast.anna, visitor_writes(desk)
    with db.transaction() as session:
        session.get_one(Customer, asked.customer_id).name = "Vera"
        desk_settings.change_settings(
            session, {"undo_send_s": {"webchat": 30, "telegram": 0, "email": 10}}, by=desk.cast.dora
        )
    run = runs(keeps(anna, {"do": "reply", "template_id": template(anna)}), asked.ticket_id, by=anna)

    assert "reply" not in undoes(asked.ticket_id, run, by=anna)
    with db.reading() as session:
        assert session.query(Event).filter_by(kind="message.withdrawn").count() == 1


def test_nobody_runs_a_macro_on_a_ticket_they_may_not_see(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        session.get_one(Ticket, asked.ticket_id).team_id = desk.cast.support_id
    macro_id = keeps(desk.cast.dora, LOUD, audience=Audience.ALL)

    with pytest.raises(NotFound):
        runs(macro_id, asked.ticket_id, by=desk.cast.charlie)


def test_a_private_macro_is_found_and_run_by_its_owner_alone(desk: Desk) -> None:
    asked = visitor_writes(desk)
    macro_id = keeps(desk.cast.anna, LOUD)

    with db.reading() as session:
        assert [len(macros(session, one)) for one in (desk.cast.anna, desk.cast.boris, desk.cast.dora)] == [1, 0, 0]
    with pytest.raises(NotFound):
        runs(macro_id, asked.ticket_id, by=desk.cast.dora)


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [LOUD] * 21,
        [{"do": "status", "status_id": 999}],
        [{"do": "reply", "template_id": 999}],
        [{"do": "snooze", "minutes": 0}],
    ],
)
def test_steps_that_cannot_be_taken_are_refused(cast: Cast, steps: list[dict[str, Any]]) -> None:
    with pytest.raises(DeskError):
        keeps(cast.anna, *steps)


def test_a_macro_gives_the_link_to_the_customers_page_to_nobody_else_unasked(desk: Desk) -> None:
    with db.transaction() as session:
        desk_settings.change_settings(session, {"customer_pages": True}, by=desk.cast.dora)
    anna, channel = desk.cast.anna, mailbox()
    macro_id = keeps(anna, {"do": "reply", "template_id": template(anna, "See {{ticket.link}}")})
    asked = writes(channel, cc=(("Boris", "boris@x.test"),))

    with pytest.raises(Conflict) as refused:
        runs(macro_id, asked.ticket_id, by=anna)

    assert (refused.value.code, refused.value.fields["others"]) == ("link_for_others", ["boris@x.test"])
    with db.transaction() as session:
        run_macro(session, macro_id, asked.ticket_id, key=str(uuid4()), by=anna, others_get_link=True)
    alone = writes(channel, address="vera2@shop.example")
    assert runs(macro_id, alone.ticket_id, by=anna)


def test_a_macro_gives_the_link_to_no_group_unasked(desk: Desk) -> None:
    with db.transaction() as session:
        desk_settings.change_settings(session, {"customer_pages": True}, by=desk.cast.dora)
    macro_id = keeps(desk.cast.anna, {"do": "reply", "template_id": template(desk.cast.anna, "See {{ticket.link}}")})
    asked = writes(mailbox())
    with db.transaction() as session:
        session.execute(update(Thread).where(Thread.id == asked.thread_id).values(details={"group": "Neighbours"}))

    with pytest.raises(Conflict) as refused:
        runs(macro_id, asked.ticket_id, by=desk.cast.anna)

    assert (refused.value.code, refused.value.fields["others"]) == ("link_for_others", ["Neighbours"])
