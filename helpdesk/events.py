"""Recording what happened; only actions call this."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from sqlalchemy.orm import Session

from helpdesk import bulk, clock, db, queue
from helpdesk.models import Event, Message, Ticket
from helpdesk.permissions import Actor

KINDS: Final = frozenset(
    {
        "approval.answered",
        "approval.asked",
        "approval.passed_on",
        "approval.withdrawn",
        "automation.ran",
        "customer.changed",
        "draft.deleted",
        "draft.saved",
        "follow.changed",
        "message.bounced",
        "message.deleted",
        "message.delivered",
        "message.edited",
        "message.failed",
        "message.queued",
        "message.reacted",
        "message.read",
        "message.received",
        "message.released",
        "message.retried",
        "message.sent",
        "message.stored",
        "message.unknown",
        "message.withdrawn",
        "note.added",
        "notification.added",
        "presence.changed",
        "promise.changed",
        "promise.done",
        "promise.dropped",
        "promise.made",
        "read.marked",
        "session.revoked",
        "side.begun",
        "side.delivered",
        "side.written",
        "sla.breached",
        "sla.warned",
        "thread.added",
        "thread.seen",
        "ticket.accepted",
        "ticket.assigned",
        "ticket.classified",
        "ticket.created",
        "ticket.emptied",
        "ticket.fields_changed",
        "ticket.joined",
        "ticket.linked",
        "ticket.macro_run",
        "ticket.macro_undone",
        "ticket.merged",
        "ticket.parted",
        "ticket.priority_changed",
        "ticket.rated",
        "ticket.reopened",
        "ticket.restored",
        "ticket.skills_changed",
        "ticket.snoozed",
        "ticket.spam_cleared",
        "ticket.spam_marked",
        "ticket.split",
        "ticket.status_changed",
        "ticket.subject_changed",
        "ticket.tags_changed",
        "ticket.team_changed",
        "ticket.transferred",
        "ticket.trashed",
        "ticket.type_changed",
        "ticket.unassigned",
        "ticket.unlinked",
        "ticket.unmerged",
        "ticket.waiting_explained",
        "ticket.woken",
        "workspace.changed",
    }
)

_HELD: Final = "held_events"
_WHOLE: Final = "part_of"
_Held = list[tuple[Event, Ticket | None, Message | None]]


def record(
    session: Session,
    kind: str,
    *,
    by: Actor,
    ticket: Ticket | None = None,
    message: Message | None = None,
    customer_id: int | None = None,
    agent_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Record one fact in the transaction that makes it true, and wake the relay when it commits.

    kind: noun.past. agent_id: whom it is about where that is not the actor. data: ids and non-personal values only.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no event kind; name it in KINDS, where screens and reports find it.")
    held: _Held | None = session.info.get(_HELD)
    fact = (Event if held is None else partial(bulk.blank, Event))(
        kind=kind,
        ticket_id=ticket.id if ticket else None,
        customer_id=ticket.customer_id if ticket else customer_id,
        message_id=message.id if message else None,
        agent_id=by.agent_id if agent_id is None else agent_id,
        actor=by.kind.value,
        data={**(data or {}), **session.info.get(_WHOLE, {})},
        created_at=clock.now(),
    )
    if held is None:
        session.add(fact)
    else:
        held.append((fact, ticket, message))
    db.after_commit(session, "relay", lambda: queue.signal("relay"))
    return fact


@contextmanager
def part_of(session: Session, whole: str) -> Iterator[None]:
    """Mark what is recorded inside as steps of one action that a timeline tells as a whole."""
    session.info[_WHOLE] = {"part_of": whole}
    try:
        yield
    finally:
        del session.info[_WHOLE]


@contextmanager
def done_by_rules(session: Session, automation_ids: Sequence[int]) -> Iterator[None]:
    """Mark what is recorded inside as steps of automations, the last of which runs; they do not set it off again."""
    session.info[_WHOLE] = {"part_of": "automation", "automations": list(automation_ids)}
    try:
        yield
    finally:
        del session.info[_WHOLE]


def record_of_tickets(
    session: Session, kind: str, *, by: Actor, told: Sequence[tuple[int, int, Mapping[str, Any]]]
) -> None:
    """Record the same kind of fact of many tickets in one statement, in this order: (ticket id, customer id, data)."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no event kind; name it in KINDS, where screens and reports find it.")
    about = {"kind": kind, "actor": by.kind.value, "agent_id": by.agent_id, "created_at": clock.now()}
    facts = [
        about | {"ticket_id": ticket_id, "customer_id": customer_id, "data": data}
        for ticket_id, customer_id, data in told
    ]
    bulk.write(session, Event, facts)
    db.after_commit(session, "relay", lambda: queue.signal("relay"))


@contextmanager
def written_together(session: Session) -> Iterator[None]:
    """Write what is recorded inside in one statement at the end, in its order; rows may get their ids meanwhile."""
    held: _Held = []
    session.info[_HELD] = held
    try:
        yield
    finally:
        del session.info[_HELD]
    bulk.write(session, Event, [_told(*one) for one in held])


def _told(fact: Event, ticket: Ticket | None, message: Message | None) -> dict[str, Any]:
    about = {} if ticket is None else {"ticket_id": ticket.id, "customer_id": ticket.customer_id}
    return fact.__dict__ | about | {"message_id": None if message is None else message.id}
