"""Rules set off by events: once per occasion, explained, never in circles, never stopping each other."""

from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import label, lifecycle, release, tags
from helpdesk.actions.automations import drain, editing
from helpdesk.actions.automations.editing import AutomationChanges
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.statuses import default_status
from helpdesk.errors import Invalid
from helpdesk.models import (
    Automation,
    Category,
    Customer,
    CustomerTag,
    FieldEntity,
    FieldKind,
    Priority,
    Segment,
    SenderProof,
    Setting,
    Tag,
)
from helpdesk.queries.entries import entries
from tests.automating import LETTER, URGENT, arranges, drained, events_of, letters, runs
from tests.cast import Desk
from tests.mailboxes import mailbox, writes
from tests.stories import answers, ticket_of, visitor_writes

CLOSED_TAG = {"do": "add_tags", "tags": ["seen"]}


def test_a_new_ticket_gets_what_the_rule_says_once(desk: Desk) -> None:
    arranges(desk, "ticket.created", URGENT)
    asked = visitor_writes(desk)

    assert [drained(), drained()] == [1, 0]
    assert ticket_of(asked).priority is Priority.URGENT
    [run] = runs()
    assert (run.outcome, run.done) == ("done", [{"do": "priority", "priority": "urgent", "ok": True}])


def test_a_ticket_from_before_the_clock_was_set_back_holds_up_nothing(desk: Desk) -> None:
    now = clock.now()
    arranges(desk, "ticket.created", URGENT)
    with clock.fixed(now + timedelta(hours=2)):
        visitor_writes(desk)

    with clock.fixed(now):
        assert drained() == 1


def test_the_timeline_says_which_rule_did_what_and_why_instead_of_each_step(desk: Desk) -> None:
    arranges(desk, "ticket.created", URGENT)
    asked = visitor_writes(desk)
    drained()

    with db.reading() as session:
        told = {entry["kind"]: entry for entry in entries(session, asked.ticket_id, since=None)}

    assert "ticket.priority_changed" not in told
    entry = told["automation.ran"]
    assert (entry["actor"]["kind"], entry["data"]["name"]) == ("rule", "When ticket.created")
    assert entry["data"]["why"]["on"] == "ticket.created"


def test_the_letter_goes_the_ticket_s_own_way_in_the_customer_s_language(desk: Desk) -> None:
    arranges(desk, "customer.wrote", LETTER)
    asked = visitor_writes(desk)  # a Ukrainian browser
    drained()

    [letter] = letters()
    assert letter.text == "Вітаємо, Helpdesk"
    assert (letter.thread_id, letter.is_auto) == (asked.thread_id, True)
    assert ticket_of(asked).waiting_since is not None


def test_a_machine_s_mail_is_not_answered(desk: Desk) -> None:
    arranges(desk, "ticket.created", LETTER)
    writes(mailbox(), auto_kind="auto-replied")

    drained()
    assert letters() == []
    assert runs()[0].done == [{"do": "letter", "ok": False, "code": "no_way"}]


def test_the_gate_lets_no_rule_write_without_end(desk: Desk) -> None:
    arranges(desk, "customer.wrote", LETTER)
    for _ in range(6):
        visitor_writes(desk)

    drained()
    assert len(letters()) == 3
    assert [run.outcome for run in runs()] == ["done"] * 3 + ["failed"] * 3


def test_an_unproved_sender_gets_nothing_that_a_stranger_wrote(desk: Desk) -> None:
    arranges(desk, "ticket.created", {"do": "letter", "texts": {"": "About {{ticket.subject}}"}})

    writes(mailbox(), subject="buy now", proof=SenderProof.CLAIMED)

    drained()
    assert letters() == []
    assert runs()[0].done[0]["code"] == "placeholder"


def test_conditions_choose(desk: Desk) -> None:
    with db.transaction() as session:
        tag = Tag(name="VIP")
        session.add(tag)
        session.flush()
        tag_id = tag.id
    arranges(desk, "customer.wrote", URGENT, conditions={"customer_tag_ids": [tag_id]})
    plain, vip = visitor_writes(desk), visitor_writes(desk, browser="oleg")
    with db.transaction() as session:
        session.add(CustomerTag(customer_id=vip.customer_id, tag_id=tag_id))

    assert drained() == 1
    assert (ticket_of(plain).priority, ticket_of(vip).priority) == (Priority.NORMAL, Priority.URGENT)


def test_a_segment_chooses_and_one_that_is_gone_chooses_nobody(desk: Desk) -> None:
    with db.transaction() as session:
        everybody = Segment(name="All", filter={}, created_at=clock.now(), updated_at=clock.now())
        session.add(everybody)
        session.flush()
        conditions = {"segment_id": everybody.id}
    arranges(desk, "customer.wrote", CLOSED_TAG, conditions=conditions)
    visitor_writes(desk)
    assert drained() == 1

    with db.transaction() as session:
        session.delete(session.get_one(Segment, conditions["segment_id"]))
    visitor_writes(desk)
    assert drained() == 0


def test_an_answer_that_can_still_be_taken_back_sets_nothing_off(desk: Desk) -> None:
    arranges(desk, "agent.answered", CLOSED_TAG)
    with db.transaction() as session:
        session.add(Setting(key="undo_send_s", value={"value": {"webchat": 60}}, updated_at=clock.now()))
    answers(visitor_writes(desk).ticket_id, by=desk.cast.anna)

    assert drained() == 0
    with clock.fixed(clock.now() + timedelta(minutes=2)), db.transaction() as session:
        release.release_due(session)
    assert [drained(), drained()] == [1, 0]


def test_what_a_rule_did_sets_off_others_only_where_they_allow_it_and_never_in_circles(desk: Desk) -> None:
    low, high = {"do": "priority", "priority": "low"}, {"do": "priority", "priority": "high"}
    arranges(desk, "priority.changed", {"do": "add_tags", "tags": ["not allowed"]})
    first = arranges(desk, "priority.changed", low, follows_rules=True)
    second = arranges(desk, "priority.changed", high, follows_rules=True)
    asked = visitor_writes(desk)
    with db.transaction() as session:
        label.set_priority(session, asked.ticket_id, priority=Priority.URGENT, by=desk.cast.dora)

    drained()
    drained()
    drained()
    assert max(run.depth for run in runs()) <= 2
    assert len(runs()) <= 5
    assert {first, second} < {run.automation_id for run in runs()}
    assert drained() == 0


def test_what_one_rule_cannot_do_stops_neither_its_other_steps_nor_other_rules(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        lifecycle.resolve(session, asked.ticket_id, by=desk.cast.dora)
    with db.reading() as session:
        pending = default_status(session, Category.PENDING).id
    arranges(desk, "tags.changed", {"do": "status", "status_id": pending}, URGENT)
    arranges(desk, "tags.changed", {"do": "note", "text": "No. {{ticket.number}}"})
    with db.transaction() as session:
        tags.change_tags(session, asked.ticket_id, add=["x"], by=desk.cast.dora)

    assert drained() == 2
    assert [run.outcome for run in runs()] == ["partly", "done"]
    assert runs()[0].done[0]["code"] == "illegal_move"
    assert len(events_of("note.added")) == 1


def test_a_broken_rule_stops_no_other(desk: Desk) -> None:
    broken = arranges(desk, "ticket.created", URGENT)
    arranges(desk, "ticket.created", CLOSED_TAG)
    with db.transaction() as session:
        session.get_one(Automation, broken).conditions = {"nonsense": 1}
    visitor_writes(desk)

    assert drained() == 1


def test_what_happened_before_it_was_switched_on_is_none_of_its_business(desk: Desk) -> None:
    visitor_writes(desk)
    id = arranges(desk, "ticket.created", URGENT)
    assert drained() == 0

    with db.transaction() as session:
        editing.change_automation(session, id, AutomationChanges(is_enabled=False), by=desk.cast.dora)
    visitor_writes(desk, browser="oleg")
    assert drained() == 0


def test_a_second_drain_beside_the_first_runs_nothing_again(desk: Desk) -> None:
    arranges(desk, "ticket.created", CLOSED_TAG)
    visitor_writes(desk)
    drained()
    with db.transaction() as session:
        drain.keep(session, 0)  # as if the position had been lost

    assert drained() == 0
    assert len(runs()) == 1


def test_a_rule_writes_fields_of_the_ticket_and_of_its_customer(desk: Desk) -> None:
    with db.transaction() as session:
        for entity in (FieldEntity.TICKET, FieldEntity.CUSTOMER):
            create_field(session, FieldDraft(entity, "plan", FieldKind.TEXT, {"en": "Plan"}), by=desk.cast.dora)
    steps = [{"do": do, "key": "plan", "value": "gold"} for do in ("field", "customer_field")]
    arranges(desk, "ticket.created", *steps)
    asked = visitor_writes(desk)

    drained()

    assert runs()[0].done == [{"do": step["do"], "key": "plan", "ok": True} for step in steps]
    with db.reading() as session:
        customer = session.get_one(Customer, ticket_of(asked).customer_id)
        assert (ticket_of(asked).fields, customer.fields) == ({"plan": "gold"}, {"plan": "gold"})


@pytest.mark.parametrize("step", [{"key": "gone", "value": "x"}, {"key": "plan", "value": 3}, {"key": "plan"}])
def test_a_rule_that_writes_what_no_field_holds_is_refused(desk: Desk, step: dict[str, object]) -> None:
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.CUSTOMER, "plan", FieldKind.TEXT, {"en": "Plan"})
        create_field(session, draft, by=desk.cast.dora)

    with pytest.raises(Invalid):
        arranges(desk, "ticket.created", {"do": "customer_field", **step})
