"""Warnings and breaches are told once, to those the policy names, and it does what it says."""

from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from helpdesk import db
from helpdesk.actions import label, sla_sweep
from helpdesk.actions.sla_escalation import recipients
from helpdesk.models import Agent, Category, Notification, Priority, Role, SlaClock, Team, TeamMember, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.queries.notifications import latest
from helpdesk.sla_shapes import Notified
from tests.cast import Desk
from tests.helpdesk.sla.promised import FIRST, after, at, next_due, priority, promise, status, the_clock, told
from tests.poison import refuse
from tests.stories import answers, takes, visitor_writes


def asks(desk: Desk) -> int:
    with at(0):
        return visitor_writes(desk).ticket_id


def sweep(minutes: float) -> int:
    with at(minutes):
        return sla_sweep.sweep()


def escalates(desk: Desk, moment: str = "breach", **what: Any) -> None:
    promise(desk, {"first_response": 60}, warn_percent=75, escalations=[{"at": moment, **what}])


def the_ticket(ticket_id: int) -> Ticket:
    with db.reading() as session:
        return session.get_one(Ticket, ticket_id)


def notified(kind: str = "sla.breached") -> set[int]:
    with db.reading() as session:
        return set(session.scalars(select(Notification.agent_id).where(Notification.kind == kind)))


def test_a_warning_comes_once_when_its_share_of_the_time_is_over(desk: Desk) -> None:
    promise(desk, {"first_response": 60}, warn_percent=75)
    ticket_id = asks(desk)

    assert [sweep(minutes) for minutes in (44.9, 45, 45.1, 59)] == [0, 1, 0, 0]
    assert the_clock(ticket_id, FIRST).warned_at == after(45)
    (event,) = told("sla.warned")
    assert (event.ticket_id, event.data["target"], event.actor) == (ticket_id, "first_response", "system")


def test_a_breach_comes_once_and_names_who_had_the_ticket(desk: Desk) -> None:
    promise(desk, {"first_response": 60})
    ticket_id = asks(desk)
    with at(1):
        takes(ticket_id, by=desk.cast.anna)

    assert [sweep(minutes) for minutes in (60, 60.01, 61, 600)] == [0, 1, 0, 0]
    (event,) = told("sla.breached")
    assert event.data["assignee_id"] == desk.cast.anna.agent_id
    row = the_clock(ticket_id, FIRST)
    assert (row.breached_at, row.agent_id) == (after(60), desk.cast.anna.agent_id)
    assert next_due(ticket_id) == 60


def test_after_an_outage_a_breach_is_told_and_its_warning_is_not(desk: Desk) -> None:
    promise(desk, {"first_response": 60}, warn_percent=75)
    asks(desk)

    assert sweep(500) == 1
    assert told("sla.warned") == []
    assert len(told("sla.breached")) == 1


def test_a_late_answer_before_anybody_looked_is_a_breach_all_the_same(desk: Desk) -> None:
    promise(desk, {"first_response": 60})
    ticket_id = asks(desk)
    with at(61):
        answers(ticket_id, by=desk.cast.anna)

    assert sweep(62) == 0
    row = the_clock(ticket_id, FIRST)
    assert (row.breached_at, row.met_at) == (after(60), after(61))
    assert len(told("sla.breached")) == 1


def test_the_version_rises_so_that_screens_take_the_row(desk: Desk) -> None:
    promise(desk, {"first_response": 60})
    ticket_id = asks(desk)
    before = the_ticket(ticket_id).version

    sweep(61)

    assert the_ticket(ticket_id).version == before + 1


def test_a_warning_is_not_repeated_after_a_pause(desk: Desk) -> None:
    promise(desk, {"next_response": 60, "resolution": 100}, warn_percent=50)
    ticket_id = asks(desk)
    sweep(50)
    with at(60):
        status(ticket_id, Category.PENDING, by=desk.cast.anna)
    with at(70):
        status(ticket_id, Category.OPEN, by=desk.cast.anna)

    assert sweep(100) == 0
    assert len(told("sla.warned")) == 1


def test_a_deadline_that_moved_is_warned_of_at_its_new_time(desk: Desk) -> None:
    targets = {"normal": {"first_response": 60}, "low": {"first_response": 240}}
    promise(desk, targets, warn_percent=75)
    ticket_id = asks(desk)
    with at(40):
        priority(ticket_id, Priority.LOW, by=desk.cast.boris)

    assert [sweep(minutes) for minutes in (46, 61, 180)] == [0, 0, 1]


def test_an_escalation_raises_the_priority_and_never_lowers_it(desk: Desk) -> None:
    escalates(desk, priority="high")
    normal, urgent = asks(desk), None
    with at(0):
        urgent = visitor_writes(desk, browser="vasyl").ticket_id
        priority(urgent, Priority.URGENT, by=desk.cast.boris)

    sweep(61)

    assert the_ticket(normal).priority is Priority.HIGH
    assert the_ticket(urgent).priority is Priority.URGENT


def test_an_escalation_gives_the_ticket_to_another_team_and_back_to_the_queue(desk: Desk) -> None:
    escalates(desk, team_id=desk.cast.billing_id, unassign=True)
    ticket_id = asks(desk)
    takes(ticket_id, by=desk.cast.dora)

    sweep(61)

    ticket = the_ticket(ticket_id)
    assert (ticket.team_id, ticket.assignee_id) == (desk.cast.billing_id, None)
    (event,) = told("ticket.unassigned")
    assert event.data == {"from_agent_id": desk.cast.dora.agent_id, "reason": "sla"}


def test_an_escalation_concerns_its_own_targets_and_its_own_moment(desk: Desk) -> None:
    escalates(desk, moment="warning", targets=["next_response"], priority="urgent")
    ticket_id = asks(desk)

    sweep(50)
    sweep(61)

    assert the_ticket(ticket_id).priority is Priority.NORMAL


def test_one_thing_that_cannot_be_done_keeps_nothing_else_from_being_done(desk: Desk) -> None:
    policy = [{"at": "breach", "team_id": desk.cast.billing_id}, {"at": "breach", "priority": "high"}]
    promise(desk, {"first_response": 60}, escalations=policy)
    ticket_id = asks(desk)
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
        session.execute(delete(TeamMember).where(TeamMember.team_id == desk.cast.billing_id))
        session.execute(delete(Team).where(Team.id == desk.cast.billing_id))

    sweep(61)

    assert the_ticket(ticket_id).priority is Priority.HIGH
    assert the_ticket(ticket_id).team_id == desk.cast.support_id


def test_a_breach_found_by_a_late_answer_is_told_and_changes_nothing_more(desk: Desk) -> None:
    escalates(desk, notify={"assignee": True}, priority="urgent")
    ticket_id = asks(desk)
    with at(61):
        answers(ticket_id, by=desk.cast.anna)

    sweep(61.1)

    assert notified() == {desk.cast.anna.agent_id}
    assert the_ticket(ticket_id).priority is Priority.NORMAL


def test_the_assignee_is_told_privately(desk: Desk) -> None:
    escalates(desk, notify={"assignee": True})
    ticket_id = asks(desk)
    takes(ticket_id, by=desk.cast.anna)

    sweep(61)

    assert notified() == {desk.cast.anna.agent_id}
    (event,) = told("notification.added")
    assert event.agent_id == desk.cast.anna.agent_id
    with db.reading() as session:
        hers, his = (latest(session, actor) for actor in (desk.cast.anna, desk.cast.boris))
    assert (hers["unread"], hers["notifications"][0]["ticket_id"]) == (1, ticket_id)
    assert his == {"unread": 0, "notifications": []}


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (Notified(supervisors=True), {"boris"}),
        (Notified(roles=frozenset({Role.ADMIN})), {"dora"}),
        (Notified(agent_ids=frozenset({1, 2, 3})), {"anna", "boris"}),
        (Notified(assignee=True), set()),
        (Notified(), set()),
    ],
)
def test_only_those_who_may_see_the_ticket_are_told(desk: Desk, who: Notified, names: set[str]) -> None:
    ticket_id = asks(desk)
    with db.transaction() as session:
        ticket = label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
        told_ids = recipients(session, ticket, who)

    assert set(told_ids) == {getattr(desk.cast, name).agent_id for name in names}


def test_where_no_supervisor_may_see_a_ticket_the_admins_are_told(desk: Desk) -> None:
    ticket_id = asks(desk)
    with db.transaction() as session:
        ticket = label.set_team(session, ticket_id, team_id=desk.cast.billing_id, by=SYSTEM)

        assert recipients(session, ticket, Notified(supervisors=True)) == {desk.cast.dora.agent_id}


def test_whoever_has_left_is_told_nothing(desk: Desk) -> None:
    ticket_id = asks(desk)
    with db.transaction() as session:
        session.execute(update(Agent).where(Agent.id == desk.cast.boris.agent_id).values(is_active=False))
        ticket = session.get_one(Ticket, ticket_id)

        assert recipients(session, ticket, Notified(supervisors=True)) == {desk.cast.dora.agent_id}


def test_many_at_once_are_told_in_batches_each_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sla_sweep, "BATCH", 3)
    promise(desk, {"first_response": 60, "resolution": 60})
    with at(0):
        ids = {visitor_writes(desk, browser=f"v{n}").ticket_id for n in range(4)}

    sweep(61)

    assert {event.ticket_id for event in told("sla.breached")} == ids
    assert len(told("sla.breached")) == 8


def test_one_clock_that_cannot_be_told_does_not_stop_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sla_sweep, "_aside", {})
    promise(desk, {"first_response": 60})
    with at(0):
        bad, good = (visitor_writes(desk, browser=name).ticket_id for name in ("bad", "good"))
    with db.transaction() as session:
        session.execute(update(SlaClock).where(SlaClock.ticket_id == bad).values(policy_id=1))
    refuse("UPDATE", "sla_clock", "policy_id", 1)

    assert sweep(61) == 1
    assert the_clock(good, FIRST).breached_at == after(60)
    assert sweep(61) == 0, "it is set aside for a while"


@pytest.mark.parametrize(
    ("index", "query"),
    [
        (
            "ix_sla_clock_due_at",
            "SELECT id FROM sla_clock WHERE met_at IS NULL AND breached_at IS NULL AND due_at < '2026-01-01' ORDER BY due_at",
        ),
        (
            "ix_sla_clock_warn_at",
            "SELECT id FROM sla_clock WHERE met_at IS NULL AND breached_at IS NULL AND warned_at IS NULL "
            "AND warn_at <= '2026-01-01' ORDER BY warn_at",
        ),
        ("ix_sla_clock_owes", "SELECT id FROM sla_clock WHERE owes IS NOT NULL ORDER BY id"),
    ],
)
def test_looking_for_what_is_due_uses_an_index(desk: Desk, index: str, query: str) -> None:
    with db.reading() as session:
        if not db.current().is_sqlite:
            session.execute(text("SET LOCAL enable_seqscan = off"))  # a small table is read from end to end
        plan = session.execute(text(f"EXPLAIN {'QUERY PLAN ' if db.current().is_sqlite else ''}{query}")).all()

    assert index in str(plan)


def test_an_answered_clock_warns_nobody(desk: Desk) -> None:
    promise(desk, {"first_response": 60, "next_response": 60}, warn_percent=75)
    ticket_id = asks(desk)
    with at(10):
        answers(ticket_id, by=desk.cast.anna)
    with at(20):
        visitor_writes(desk)
        answers(ticket_id, by=desk.cast.anna)

    assert sweep(1_000) == 0
    assert the_clock(ticket_id, FIRST).warned_at is None
