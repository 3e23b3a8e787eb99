"""What a ticket's row says agrees with the rows it sums up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from helpdesk import clock
from helpdesk.models import (
    ACTIVE,
    Assignment,
    Customer,
    DeliveryState,
    Identity,
    Message,
    MessageKind,
    Status,
    Thread,
    Ticket,
    TicketMerge,
)
from helpdesk.queries.classifying import TO_CLASSIFY
from runtime.checks.finding import Finding, broken

NAME: Final = "tickets"
PATIENCE: Final = timedelta(minutes=15)
LONGEST_CHAIN: Final = 100
AGAIN: Final = "Any change of such a ticket by a person puts it right; if there are many, restore a backup."


def tickets(session: Session) -> Iterator[Finding]:
    """Look at tickets, who has them, what they count, what they were merged into."""
    yield from _assignments(session)
    yield from _statuses(session)
    yield from _counts(session)
    yield from _owners(session)
    yield from _merges(session)


def _assignments(session: Session) -> Iterator[Finding]:
    open_one = and_(Assignment.ticket_id == Ticket.id, Assignment.ended_at.is_(None))
    asked = (
        select(Ticket.id)
        .outerjoin(Assignment, open_one)
        .where(Assignment.agent_id.is_distinct_from(Ticket.assignee_id))
    )
    yield from broken(session, NAME, asked, "tickets and their open assignments name different agents", AGAIN)


def _statuses(session: Session) -> Iterator[Finding]:
    apart = select(Ticket.id).join(Status, Status.id == Ticket.status_id).where(Status.category != Ticket.category)
    yield from broken(session, NAME, apart, "tickets have a status of another category", AGAIN)
    ended = Ticket.category.not_in(ACTIVE)
    stamped = select(Ticket.id).where(ended == Ticket.resolved_at.is_(None))
    yield from broken(session, NAME, stamped, "tickets do not know when they were resolved, or know too much", AGAIN)
    waits = select(Ticket.id).where(ended, or_(Ticket.waiting_since.is_not(None), Ticket.next_due_at.is_not(None)))
    yield from broken(session, NAME, waits, "tickets are over and still say that somebody waits", AGAIN)
    long_ago = clock.now() - PATIENCE
    late = select(Ticket.id).where(TO_CLASSIFY, Ticket.updated_at < long_ago)
    remedy = "Is `helpdesk worker` running? Its log says what it trips over."
    yield from broken(session, NAME, late, "tickets were never classified", remedy)


def _counts(session: Session) -> Iterator[Finding]:
    counted = (
        select(Message.ticket_id, func.count().label("n"))
        .where(
            Message.kind != MessageKind.NOTE,
            Message.release_at.is_(None),
            Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN),
        )
        .group_by(Message.ticket_id)
        .subquery()
    )
    asked = (
        select(Ticket.id)
        .outerjoin(counted, counted.c.ticket_id == Ticket.id)
        .where(func.coalesce(counted.c.n, 0) != Ticket.message_count)
    )
    yield from broken(session, NAME, asked, "tickets count other messages than they have", AGAIN)


def _owners(session: Session) -> Iterator[Finding]:
    wrong = select(Message.id).join(Ticket, Ticket.id == Message.ticket_id)
    other = wrong.where(Message.customer_id != Ticket.customer_id)
    remedy = "They show in a wrong history. Merge and part their tickets, or restore a backup."
    yield from broken(session, NAME, other, "messages belong to another customer than their ticket", remedy)
    astray = select(Message.id).join(Thread, Thread.id == Message.thread_id)
    yield from broken(
        session,
        NAME,
        astray.where(Thread.ticket_id != Message.ticket_id),
        "messages lie in threads of other tickets",
        remedy,
    )


def _merges(session: Session) -> Iterator[Finding]:
    """Chains of merges end, and what was merged away has nothing left."""
    for kind, what in ((Ticket, "tickets are merged in a ring"), (Customer, "customers are merged in a ring")):
        into = dict(session.execute(select(kind.id, kind.merged_into_id).where(kind.merged_into_id.is_not(None))).all())
        rings = [id for id in into if _goes_on(id, into)]
        if rings:
            yield Finding(NAME, what, "Undo the newest of these merges.", len(rings), rings[:5])
    undone = select(Ticket.id).where(
        Ticket.merged_into_id.is_not(None),
        ~exists().where(TicketMerge.ticket_id == Ticket.id, TicketMerge.undone_at.is_(None)),
    )
    yield from broken(session, NAME, undone, "merged tickets have forgotten their merge", "They cannot be parted.")
    merged = aliased(Customer)
    left = select(Identity.id).join(merged, merged.id == Identity.customer_id).where(merged.merged_into_id.is_not(None))
    remedy = "Undo the merge of their customer and merge again."
    yield from broken(session, NAME, left, "addresses belong to customers that were merged away", remedy)


def _goes_on(id: int, into: dict[int, int | None]) -> bool:
    at: int | None = id
    for _ in range(LONGEST_CHAIN):
        at = into.get(at) if at is not None else None
        if at is None:
            return False
    return True
