"""SLA clocks say what a recomputation says, and none is late in secret."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions import sla_facts
from helpdesk.models import ACTIVE, Setting, SlaClock, Ticket
from helpdesk.models.sla import RUNS
from helpdesk.sla import Clock, advance, next_due_at
from helpdesk.sla_policies import PROGRESS, edition_of, in_force
from runtime.checks.finding import Finding, broken

NAME: Final = "service levels"
SAMPLE: Final = 300
LATE: Final = timedelta(minutes=2)
FIELDS: Final = tuple(field.name for field in fields(Clock))
LOOSE: Final = ("warn_at", "warned_at", "breached_at", "consumed_s", "calendar_version", "policy_version")


def clocks(session: Session) -> Iterator[Finding]:
    """Look at running clocks that are overdue, and compute a sample of tickets anew."""
    overdue = select(SlaClock.id).where(RUNS, SlaClock.due_at < clock.now() - LATE).order_by(SlaClock.due_at)
    remedy = "Is `helpdesk clock` running? It tells breaches within a second."
    yield from broken(session, NAME, overdue, "promises were broken and nobody was told", remedy)
    if _is_level(session):
        yield from _sample(session)


def _is_level(session: Session) -> bool:
    """Say whether all tickets have followed the policies of today."""
    kept = session.scalar(select(Setting.value).where(Setting.key == PROGRESS)) or {}
    return bool(kept.get("is_done")) and kept.get("edition") == edition_of(session)


def _sample(session: Session) -> Iterator[Finding]:
    newest = select(Ticket).where(Ticket.category.in_(ACTIVE)).order_by(Ticket.id.desc()).limit(SAMPLE)
    ended = select(Ticket).where(Ticket.category.not_in(ACTIVE)).order_by(Ticket.id.desc()).limit(SAMPLE)
    now = clock.now()
    tickets = [*session.scalars(newest), *session.scalars(ended)]
    wrong = differing(session, tickets, now) if tickets else []
    if wrong:
        what = "tickets have other promises than their story asks for"
        remedy = "Save any policy in Settings, Service levels: all open tickets are computed anew."
        yield Finding(NAME, what, remedy, len(wrong), wrong[:5])


def differing(session: Session, tickets: Sequence[Ticket], now: datetime) -> list[int]:
    """Return the tickets whose clocks a recomputation at `now` would change."""
    chosen = sla_facts.policies_of(session, in_force(session), tickets)
    known = sla_facts.clocks_of(session, tickets)
    moves = sla_facts.moves_of(session, tickets)
    wrong: list[int] = []
    for ticket in tickets:
        policy = chosen[ticket.id]
        promise = policy.promise(ticket.priority) if policy else None
        before = [Clock(**{name: getattr(row, name) for name in FIELDS}) for row in known[ticket.id]]
        facts = sla_facts.facts_of(session, ticket, moves[ticket.id], promise, known[ticket.id])
        run = sla_facts.next_run(session, ticket)
        after = advance(promise, facts, before, now=now, next_run=run)
        is_due_right = ticket.next_due_at == next_due_at(promise, facts, after)
        if not is_due_right or sorted(map(_shown, before)) != sorted(map(_shown, after)):
            wrong.append(ticket.id)
    return wrong


def _shown(one: Clock) -> list[str]:
    """Return what must not differ; what the sweep does at its moment may be a moment behind."""
    return [str(getattr(one, name)) for name in FIELDS if name not in LOOSE]
