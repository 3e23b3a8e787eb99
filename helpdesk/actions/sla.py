"""Keeping the clocks of tickets right, in the transaction of whatever changes them."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session, object_session

from helpdesk import bulk, clock, db, events
from helpdesk.actions import sla_facts
from helpdesk.models import Category, SlaClock, SlaTarget, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.sla import Clock, Facts, advance, next_due_at
from helpdesk.sla_policies import Policy, in_force
from helpdesk.sla_shapes import Moment

KINDS: Final = {Moment.WARNING: "sla.warned", Moment.BREACH: "sla.breached"}
_TOUCHED: Final = "sla_touched"
_FIELDS: Final = tuple(field.name for field in fields(Clock))
_TICKET = cast("Table", Ticket.__table__)
_DUE = update(_TICKET).where(_TICKET.c.id == bindparam("ticket_id")).values(next_due_at=bindparam("due_at"))


def refresh_later(ticket: Ticket) -> None:
    """Have a ticket's clocks refreshed once, at the end of the transaction that changes it."""
    session = object_session(ticket)
    if session is None:  # one of many that are being made, see `start_many`
        return
    session.info.setdefault(_TOUCHED, {})[id(ticket)] = ticket
    db.before_commit(session, "sla", _refresh_touched)


def refresh(session: Session, ticket: Ticket) -> None:
    """Bring the clocks of a locked ticket up to date with what has happened to it."""
    refresh_many(session, [ticket])


def refresh_many(session: Session, tickets: Sequence[Ticket], *, tells: bool = True) -> None:
    """Do the same for several. tells: whether a target that now proves to be long past is news or just noted."""
    policies = in_force(session)
    if not policies.all and all(ticket.next_due_at is None for ticket in tickets):
        return
    session.flush()
    chosen = sla_facts.policies_of(session, policies, tickets)
    clocks = sla_facts.clocks_of(session, tickets)
    moves = sla_facts.moves_of(session, tickets)
    for ticket in tickets:
        _refresh(session, ticket, chosen[ticket.id], clocks.get(ticket.id, []), moves[ticket.id], tells=tells)


def start_many(session: Session, tickets: Sequence[Ticket]) -> None:
    """Start the clocks of tickets that were just inserted with one message each, in two statements for all."""
    policies = in_force(session)
    waiting = [ticket for ticket in tickets if ticket.category is Category.NEW and ticket.waiting_since is not None]
    if not policies.all or not waiting:
        return
    chosen = sla_facts.policies_of(session, policies, waiting)
    rows = [row for ticket in waiting for row in _started(ticket, chosen[ticket.id])]
    bulk.write(session, SlaClock, rows)
    dues = [{"ticket_id": ticket.id, "due_at": ticket.next_due_at} for ticket in waiting if ticket.next_due_at]
    if dues:
        session.connection().execute(_DUE, dues)


def _refresh_touched(session: Session) -> None:
    session.flush()  # a savepoint that was rolled back took its new tickets with it
    touched = [ticket for ticket in session.info.pop(_TOUCHED, {}).values() if ticket in session]
    refresh_many(session, touched)


def _refresh(
    session: Session,
    ticket: Ticket,
    policy: Policy | None,
    rows: Sequence[SlaClock],
    moves: sla_facts.Moves,
    *,
    tells: bool,
) -> None:
    now = clock.now()
    promise = policy.promise(ticket.priority) if policy else None
    facts = sla_facts.facts_of(session, ticket, moves, promise, rows)
    known = {_key(row): row for row in rows}
    run = sla_facts.next_run(session, ticket) if _may_wait_anew(facts) else 1
    after = advance(promise, facts, [_clock(row) for row in rows], now=now, next_run=run)
    if not tells:
        after = [_noted(one, now) for one in after]
    for one in after:
        _keep(session, ticket, one, known.pop((one.target, one.run), None), tells=tells)
    for row in known.values():
        session.delete(row)
    due = next_due_at(promise, facts, after)
    if ticket.next_due_at != due:
        ticket.next_due_at = due


def _keep(session: Session, ticket: Ticket, after: Clock, row: SlaClock | None, *, tells: bool) -> None:
    was_late = row is not None and row.breached_at is not None
    if row is None:
        row = SlaClock(**_values(ticket, after))
        session.add(row)
    else:
        if (after.met_at or after.breached_at) and not was_late and row.met_at is None:
            row.agent_id, row.team_id = ticket.assignee_id, ticket.team_id
        _write(row, after)
    if after.breached_at is not None and not was_late and tells:
        tell(session, Moment.BREACH, ticket, row)


def tell(session: Session, moment: Moment, ticket: Ticket, row: SlaClock) -> None:
    """Record a warning or a breach of one clock; what its policy has done then is owed until somebody does it."""
    policy = in_force(session).by_id(row.policy_id)
    if policy is not None and any(escalation.concerns(moment, row.target) for escalation in policy.escalations):
        row.owes = moment.value
    data = {
        "target": row.target.value,
        "run": row.run,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "policy_id": row.policy_id,
        "assignee_id": ticket.assignee_id,
        "team_id": ticket.team_id,
    }
    events.record(session, KINDS[moment], by=SYSTEM, ticket=ticket, data=data)


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


def _may_wait_anew(facts: Facts) -> bool:
    return facts.responded_at is not None and facts.waiting_since is not None


def _noted(one: Clock, now: datetime) -> Clock:
    return (
        replace(one, breached_at=one.due_at, warn_at=None) if one.is_open and one.due_at and one.due_at < now else one
    )


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
