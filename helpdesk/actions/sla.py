"""Keeping the clocks of tickets right, in the transaction of whatever changes them."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.orm import Session, object_session

from helpdesk import clock, db, events
from helpdesk.actions import sla_facts
from helpdesk.models import Category, SlaClock, SlaTarget, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.queries.rows import iso
from helpdesk.sla import Clock, Facts, advance, next_due_at
from helpdesk.sla_policies import Policies, Policy, in_force
from helpdesk.sla_shapes import Moment

KINDS: Final = {Moment.WARNING: "sla.warned", Moment.BREACH: "sla.breached"}
_TOUCHED: Final = "sla_touched"
_FIELDS: Final = tuple(field.name for field in fields(Clock))


def refresh_later(ticket: Ticket) -> None:
    """Have a ticket's clocks refreshed once, at the end of the transaction that changes it."""
    session = object_session(ticket)
    if session is None:  # one of many that are being made, see `started`
        return
    session.info.setdefault(_TOUCHED, {})[id(ticket)] = ticket
    db.before_commit(session, "sla", _refresh_touched)


def refresh(session: Session, ticket: Ticket) -> None:
    """Bring the clocks of a locked ticket up to date with what has happened to it."""
    refresh_many(session, [ticket])


def refresh_many(session: Session, tickets: Sequence[Ticket]) -> None:
    """Do the same for several."""
    _refresh_all(session, tickets, _tell_late)


def follow_policies(session: Session, tickets: Sequence[Ticket]) -> None:
    """Do the same after a policy changed: what it makes late in the past is noted, and no news to anybody."""
    _refresh_all(session, tickets, None)


def started(session: Session, tickets: Sequence[Ticket]) -> list[dict[str, Any]]:  # columns of SlaClock
    """Set when tickets are due that are about to be inserted, and return their clocks, to be inserted after them."""
    policies = in_force(session)
    waiting = [ticket for ticket in tickets if ticket.category is Category.NEW and ticket.waiting_since is not None]
    if not policies.all or not waiting:
        return []
    chosen = sla_facts.policies_of(session, policies, waiting)
    return [row for ticket in waiting for row in _started(ticket, chosen[ticket.id])]


def _refresh_touched(session: Session) -> None:
    session.flush()  # a savepoint that was rolled back took its new tickets with it
    touched = [ticket for ticket in session.info.pop(_TOUCHED, {}).values() if ticket in session]
    refresh_many(session, touched)


Teller = Callable[[Session, Policies, Ticket, SlaClock], None]


def _refresh_all(session: Session, tickets: Sequence[Ticket], teller: Teller | None) -> None:
    policies = in_force(session)
    if not policies.all and all(ticket.next_due_at is None for ticket in tickets):
        return
    session.flush()
    chosen = sla_facts.policies_of(session, policies, tickets)
    clocks = sla_facts.clocks_of(session, tickets)
    moves = sla_facts.moves_of(session, tickets)
    for ticket in tickets:
        for row in _refresh(session, ticket, chosen[ticket.id], clocks[ticket.id], moves[ticket.id]):
            if teller is not None:
                teller(session, policies, ticket, row)
        if teller is None:
            _note_past(clocks[ticket.id])


def _refresh(
    session: Session, ticket: Ticket, policy: Policy | None, rows: list[SlaClock], moves: sla_facts.Moves
) -> list[SlaClock]:
    """Bring a ticket's rows up to date, in the list as well; return those that proved to be late."""
    promise = policy.promise(ticket.priority) if policy else None
    facts = sla_facts.facts_of(session, ticket, moves, promise, rows)
    was_late = {row.id for row in rows if row.breached_at is not None}
    known = {_key(row): row for row in rows}
    run = sla_facts.next_run(session, ticket) if _waits_anew(facts, rows) else 1
    after = advance(promise, facts, [_clock(row) for row in rows], now=clock.now(), next_run=run)
    rows[:] = [_kept(session, ticket, one, known.pop((one.target, one.run), None)) for one in after]
    for row in known.values():
        session.delete(row)
    due = next_due_at(promise, facts, after)
    if ticket.next_due_at != due:
        ticket.next_due_at = due
    return [row for row in rows if row.breached_at is not None and row.id not in was_late]


def _kept(session: Session, ticket: Ticket, after: Clock, row: SlaClock | None) -> SlaClock:
    if row is None:
        row = SlaClock(**_values(ticket, after))
        session.add(row)
        return row
    if (after.met_at or after.breached_at) and row.breached_at is None and row.met_at is None:
        row.agent_id, row.team_id = ticket.assignee_id, ticket.team_id
    _write(row, after)
    return row


def _note_past(rows: Sequence[SlaClock]) -> None:
    now = clock.now()
    for row in rows:
        if row.met_at is None and row.breached_at is None and row.due_at is not None and row.due_at < now:
            row.breached_at, row.warn_at = row.due_at, None


def _tell_late(session: Session, policies: Policies, ticket: Ticket, row: SlaClock) -> None:
    tell(session, policies, ticket, row)


def tell(session: Session, policies: Policies, ticket: Ticket, row: SlaClock) -> None:
    """Record a breach of one clock; what its policy has done then is owed until somebody does it."""
    if (row.policy_id, row.target) in policies.escalated(Moment.BREACH):
        row.owes = Moment.BREACH.value
    holder = (ticket.assignee_id, ticket.team_id)
    events.record(session, KINDS[Moment.BREACH], by=SYSTEM, ticket=ticket, data=news_of(row, *holder))


def news_of(
    row: Row[*tuple[Any, ...]] | SlaClock, assignee_id: int | None, team_id: int | None
) -> dict[str, Any]:  # JSON
    """Return what is told of a clock that warns or is late, and who had its ticket."""
    return {
        "target": row.target.value,
        "run": row.run,
        "due_at": iso(row.due_at),
        "policy_id": row.policy_id,
        "assignee_id": assignee_id,
        "team_id": team_id,
    }


def _started(ticket: Ticket, policy: Policy | None) -> list[dict[str, Any]]:  # columns
    if policy is None:
        return []
    facts = Facts(
        category=ticket.category,
        moves=[(ticket.created_at, ticket.category)],
        begun_at=ticket.waiting_since,
        asked_at=ticket.waiting_since,
        waiting_since=ticket.waiting_since,
    )
    promise = policy.promise(ticket.priority)
    clocks = advance(promise, facts, [], now=clock.now())
    ticket.next_due_at = next_due_at(promise, facts, clocks)
    return [_values(ticket, one) for one in clocks]


def _waits_anew(facts: Facts, rows: Sequence[SlaClock]) -> bool:
    began_at = facts.wait_began_at
    is_known = any(row.target is SlaTarget.NEXT_RESPONSE and row.started_at == began_at for row in rows)
    return facts.responded_at is not None and began_at is not None and not is_known


def _clock(row: SlaClock) -> Clock:
    return Clock(**{name: getattr(row, name) for name in _FIELDS})


def _values(ticket: Ticket, one: Clock) -> dict[str, Any]:  # columns
    return {"ticket_id": ticket.id} | {name: getattr(one, name) for name in _FIELDS}


def _write(row: SlaClock, one: Clock) -> None:
    for name in _FIELDS:
        if getattr(row, name) != getattr(one, name):
            setattr(row, name, getattr(one, name))


def _key(row: SlaClock) -> tuple[SlaTarget, int]:
    return row.target, row.run
