"""Requests for approval: the ticket waits, the asked person may read it, one answer counts, nobody is told twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions import approvals, approvals_due, label, lifecycle, merge, statuses
from helpdesk.actions.promises import Due
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import Agent, Answer, Approval, Category, Notification, SlaClock, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.approvals import open_approvals, ticket_approvals
from helpdesk.queries.inbox import counts
from helpdesk.queries.lists.sources import source_of
from helpdesk.queries.rights import actor_of
from helpdesk.queries.ticket import detail
from tests.cast import Desk
from tests.mails import arrives, mail, open_mailbox
from tests.stories import visitor_writes

HOUR = timedelta(hours=1)


def of_support(desk: Desk) -> int:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)
    return ticket_id


def asks(ticket_id: int, whom: Actor, *, by: Actor) -> int:
    with db.transaction() as session:
        due = Due(clock.now() + HOUR)
        return approvals.ask(session, ticket_id, whom.agent_id or 0, question="Pay it back?", due=due, by=by).id


def says(approval_id: int, said: Answer, *, by: Actor, reason: str = "") -> None:
    with db.transaction() as session:
        approvals.answer(session, approval_id, said, reason=reason, by=by)


def category(ticket_id: int) -> Category:
    with db.reading() as session:
        return session.get_one(Ticket, ticket_id).category


def now_of(actor: Actor) -> Actor:
    with db.reading() as session:
        return actor_of(session, session.get_one(Agent, actor.agent_id))


def told(kind: str) -> list[int]:
    with db.reading() as session:
        return sorted(session.scalars(select(Notification.agent_id).where(Notification.kind == kind)))


def test_a_ticket_waits_on_hold_for_its_approval_and_goes_on_afterwards(desk: Desk) -> None:
    ticket_id = of_support(desk)

    approval_id = asks(ticket_id, desk.cast.boris, by=desk.cast.anna)
    assert category(ticket_id) is Category.ON_HOLD
    says(approval_id, Answer.YES, by=desk.cast.boris)

    assert category(ticket_id) is Category.OPEN
    assert told("approval.asked") == [desk.cast.boris.agent_id]
    assert told("approval.answered") == [desk.cast.anna.agent_id]


def test_its_clocks_stand_still_meanwhile(desk: Desk) -> None:
    ticket_id = of_support(desk)
    approval_id = asks(ticket_id, desk.cast.boris, by=desk.cast.anna)

    def standing() -> list[bool]:
        with db.reading() as session:
            wanted = select(SlaClock.paused_at).where(SlaClock.ticket_id == ticket_id, SlaClock.met_at.is_(None))
            return [paused_at is not None for paused_at in session.scalars(wanted)]

    assert standing()
    assert all(standing())
    says(approval_id, Answer.NO, reason="Too much", by=desk.cast.boris)
    assert not any(standing())


def test_with_two_requests_it_goes_on_after_the_last(desk: Desk) -> None:
    ticket_id = of_support(desk)
    first, second = (asks(ticket_id, one, by=desk.cast.anna) for one in (desk.cast.boris, desk.cast.dora))

    says(first, Answer.YES, by=desk.cast.boris)
    assert category(ticket_id) is Category.ON_HOLD
    with db.transaction() as session:
        approvals.withdraw(session, second, by=desk.cast.anna)

    assert category(ticket_id) is Category.OPEN


def test_a_ticket_that_was_on_hold_before_stays_so(desk: Desk) -> None:
    ticket_id = of_support(desk)
    with db.transaction() as session:
        on_hold = statuses.default_status(session, Category.ON_HOLD)
        lifecycle.set_status(session, ticket_id, status_id=on_hold.id, by=desk.cast.anna)

    says(asks(ticket_id, desk.cast.boris, by=desk.cast.anna), Answer.YES, by=desk.cast.boris)

    assert category(ticket_id) is Category.ON_HOLD


def test_only_the_first_answer_counts_and_saying_it_again_changes_nothing(desk: Desk) -> None:
    approval_id = asks(of_support(desk), desk.cast.boris, by=desk.cast.anna)
    says(approval_id, Answer.YES, by=desk.cast.boris)

    says(approval_id, Answer.YES, by=desk.cast.boris)
    with pytest.raises(Conflict) as refused:
        says(approval_id, Answer.NO, reason="No", by=desk.cast.boris)

    assert (refused.value.code, refused.value.fields) == ("answered", {"answer": "yes"})
    assert told("approval.answered") == [desk.cast.anna.agent_id]


def test_a_no_has_a_reason_and_nobody_answers_for_another(desk: Desk) -> None:
    approval_id = asks(of_support(desk), desk.cast.boris, by=desk.cast.anna)

    with pytest.raises(Invalid):
        says(approval_id, Answer.NO, by=desk.cast.boris)
    with pytest.raises(Forbidden):
        says(approval_id, Answer.YES, by=desk.cast.dora)
    with pytest.raises(NotFound):
        says(approval_id, Answer.YES, by=desk.cast.charlie)


def test_charlie_reads_another_teams_ticket_only_while_asked(desk: Desk) -> None:
    ticket_id = of_support(desk)
    with db.reading() as session, pytest.raises(NotFound):
        detail(session, now_of(desk.cast.charlie), ticket_id)
    approval_id = asks(ticket_id, desk.cast.charlie, by=desk.cast.anna)

    charlie = now_of(desk.cast.charlie)
    with db.reading() as session:
        seen = detail(session, charlie, ticket_id)
        listed = session.scalars(select(Ticket.id).where(source_of(session, charlie, "all").condition)).all()
        assert [one["id"] for one in open_approvals(session, charlie)] == [approval_id]
        assert counts(session, [charlie])[charlie.agent_id or 0]["approvals"] == 1
    assert (seen["read_only"], seen["help"]["approvals"], listed) == (True, 1, [])
    with db.transaction() as session, pytest.raises(Forbidden):
        label.set_subject(session, ticket_id, subject="Mine now", by=charlie)

    says(approval_id, Answer.NO, reason="Not ours", by=charlie)
    with db.reading() as session, pytest.raises(NotFound):
        detail(session, now_of(desk.cast.charlie), ticket_id)
    with db.reading() as session, pytest.raises(NotFound):
        ticket_approvals(session, now_of(desk.cast.charlie), ticket_id)


def test_it_is_told_overdue_exactly_once_to_both(desk: Desk) -> None:
    asks(of_support(desk), desk.cast.boris, by=desk.cast.anna)
    approvals_due.tick()
    assert told("approval.overdue") == []

    with clock.fixed(clock.now() + 2 * HOUR):
        for _ in range(2):
            approvals_due.tick()

    assert told("approval.overdue") == sorted([desk.cast.anna.agent_id or 0, desk.cast.boris.agent_id or 0])


def test_who_leaves_passes_it_on_to_a_supervisor(desk: Desk) -> None:
    approval_id = asks(of_support(desk), desk.cast.charlie, by=desk.cast.anna)
    with db.transaction() as session:
        session.execute(update(Agent).where(Agent.id == desk.cast.charlie.agent_id).values(is_active=False))

    for _ in range(2):
        approvals_due.tick()

    with db.reading() as session:
        assert session.get_one(Approval, approval_id).asked_id == desk.cast.boris.agent_id
    assert told("approval.asked").count(desk.cast.boris.agent_id or 0) == 1
    says(approval_id, Answer.YES, by=desk.cast.boris)


def test_what_is_asked_ends_with_its_ticket(desk: Desk) -> None:
    ticket_id = of_support(desk)
    approval_id = asks(ticket_id, desk.cast.charlie, by=desk.cast.anna)
    with db.transaction() as session:
        lifecycle.resolve(session, ticket_id, by=desk.cast.anna)

    approvals_due.tick()

    with db.reading() as session:
        assert session.get_one(Approval, approval_id).answer is Answer.WITHDRAWN
    assert category(ticket_id) is Category.RESOLVED
    assert not now_of(desk.cast.charlie).lent_ids


def test_it_goes_along_when_its_ticket_is_merged_and_back_again(desk: Desk) -> None:
    mailbox = open_mailbox()
    one, other = (arrives(mail(mailbox, text)).ticket_id for text in ("Where is it?", "Something else"))
    approval_id = asks(one, desk.cast.boris, by=desk.cast.dora)

    with db.transaction() as session:
        merge.merge(session, one, into_id=other, by=desk.cast.dora)
    with db.reading() as session:
        assert session.get_one(Approval, approval_id).ticket_id == other
    says(approval_id, Answer.YES, by=desk.cast.boris)
    with db.transaction() as session:
        merge.unmerge(session, one, by=desk.cast.dora)

    assert category(one) is Category.OPEN
    with db.reading() as session:
        assert session.get_one(Approval, approval_id).ticket_id == one
