"""Merging a ticket into another, and taking that back.

What was said moves: threads with all their messages. What belongs to the ticket alone stays where it is: its events, its
skills, its links. The merged ticket is closed and keeps a mark, which later mail follows (helpdesk.actions.mail_known).
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions import approvals, assign, merge_clocks, merge_moves, merge_sums, statuses
from helpdesk.actions.access import open_ticket, touch
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Assignment, Category, ChannelKind, Thread, Ticket, TicketMerge
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor

WAITING_FOR_THEM = (Category.PENDING, Category.ON_HOLD, Category.RESOLVED)


def merge(session: Session, ticket_id: int, *, into_id: int, by: Actor) -> Ticket:
    """Merge a ticket into another that `by` may see as well, and return the other; the same again changes nothing.

    Conflict: "merged" when one of them already is, "closed" when the other takes nothing more, "spam", and "chat" for a
    chat, which stays its visitor's own ticket: merge the other one into it instead.
    """
    ticket, into = _both(session, ticket_id, into_id, by=by)
    if ticket.merged_into_id == into.id:
        return into
    _refuse(session, ticket, into)
    kept: dict[str, Any] = {"ticket": merge_sums.columns(ticket), "into": merge_sums.columns(into)}
    kept |= {"clocks": merge_clocks.of(session, ticket), "into_clocks": merge_clocks.of(session, into)}
    kept["assignment_id"] = _close(session, ticket, by=by)
    kept |= merge_moves.there(session, ticket, into)
    waited_since, ticket.waiting_since = ticket.waiting_since, None
    merge_sums.add(into, ticket)
    into.waiting_since = min(filter(None, (into.waiting_since, waited_since)), default=None)
    if waited_since is not None and into.category in WAITING_FOR_THEM:
        into.resolved_at = None
        _move(session, into, statuses.default_status(session, Category.OPEN).id, Category.OPEN, by=by, way="there")
    kept["after"] = merge_sums.columns(into)
    ticket.merged_into_id = into.id
    session.add(
        TicketMerge(ticket_id=ticket.id, into_id=into.id, agent_id=by.agent_id, kept=kept, merged_at=clock.now())
    )
    _tell(session, ticket, into, ("ticket.merged", "ticket.joined"), by=by)
    return into


def go_on_in(session: Session, ticket: Ticket, fresh: Ticket, *, by: Actor) -> None:
    """Close a ticket whose matter goes on in one just made for it; nothing moves. Both are locked.

    Taken back like a merge: then the fresh one, which has no past of its own, is closed unless it was worked on.
    """
    closed, now = statuses.default_status(session, Category.CLOSED), clock.now().isoformat()
    kept: dict[str, Any] = {"ticket": merge_sums.columns(ticket), "clocks": merge_clocks.of(session, ticket)}
    kept |= {"threads": [], "tags": [], "drafts": [], "marks": [], "into_clocks": []}
    kept["assignment_id"] = _close(session, ticket, by=by)
    kept["after"] = merge_sums.columns(fresh)
    ended = {"status_id": closed.id, "category": Category.CLOSED.value, "waiting_since": None}
    kept["into"] = kept["after"] | ended | {"resolved_at": now, "closed_at": now}
    ticket.waiting_since, ticket.merged_into_id = None, fresh.id
    row = TicketMerge(ticket_id=ticket.id, into_id=fresh.id, agent_id=by.agent_id, kept=kept, merged_at=clock.now())
    session.add(row)
    _tell(session, ticket, fresh, ("ticket.merged", "ticket.joined"), by=by)


def unmerge(session: Session, ticket_id: int, *, by: Actor) -> Ticket:
    """Take a merge back: both tickets are as they were, but for what came to either since; harmless on any other ticket.

    Conflict "merged_on" when the other was merged on meanwhile: take that back first.
    """
    done = session.scalar(
        select(TicketMerge).where(TicketMerge.ticket_id == ticket_id, TicketMerge.undone_at.is_(None))
    )
    if done is None:
        return open_ticket(session, ticket_id, by=by)
    ticket, into = _both(session, ticket_id, done.into_id, by=by)
    if into.merged_into_id is not None:
        raise Conflict("The other ticket was merged on; take that back first.", code="merged_on")
    kept = done.kept
    ticket.merged_into_id, done.undone_at = None, clock.now()
    is_same = merge_sums.columns(into) == kept["after"]
    merge_moves.back(session, ticket, into, kept)
    _reopen(session, ticket, kept, by=by)
    if is_same:
        _move(session, into, kept["into"]["status_id"], Category(kept["into"]["category"]), by=by, way="back")
        merge_sums.put_back(session, into, kept["into"])
        merge_clocks.put_back(session, into, kept["into_clocks"])
    else:
        merge_sums.count(session, into)
        merge_sums.wait_anew(session, into)
    merge_sums.put_back(session, ticket, kept["ticket"])
    if merge_sums.counted(session, ticket) != ticket.message_count:
        merge_sums.count(session, ticket)
        merge_sums.wait_anew(session, ticket)
    approvals.resume(session, ticket, by=by)
    _tell(session, ticket, into, ("ticket.unmerged", "ticket.parted"), by=by)
    return ticket


def _both(session: Session, ticket_id: int, other_id: int, *, by: Actor) -> tuple[Ticket, Ticket]:
    """Lock two tickets in the order everybody does."""
    if ticket_id == other_id:
        raise Invalid("A ticket cannot be merged into itself.", into_id="itself")
    found = {id: open_ticket(session, id, by=by) for id in sorted((ticket_id, other_id))}
    return found[ticket_id], found[other_id]


def _refuse(session: Session, ticket: Ticket, into: Ticket) -> None:
    if ticket.merged_into_id is not None or into.merged_into_id is not None:
        raise Conflict("One of these tickets is merged already.", code="merged")
    if ticket.spam_at is not None or into.spam_at is not None:
        raise Conflict("Spam is not merged.", code="spam")
    if into.category is Category.CLOSED:
        raise Conflict("The other ticket is closed and takes nothing more.", code="closed")
    chats = (
        select(Thread.id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Thread.ticket_id == ticket.id, Channel.kind == ChannelKind.WEBCHAT)
    )
    if session.scalar(chats.limit(1)) is not None:
        raise Conflict("A chat stays its visitor's own ticket: merge the other ticket into it.", code="chat")


def _close(session: Session, ticket: Ticket, *, by: Actor) -> int | None:
    """Close a ticket that is merged and return the assignment that ends with it."""
    standing = select(Assignment.id).where(Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None))
    assignment_id = session.scalar(standing) if ticket.offer_until is None else None  # an offer is made anew
    assign.unassign(session, ticket, by=by, reason="merged")
    if ticket.category is not Category.CLOSED:
        closed = statuses.default_status(session, Category.CLOSED)
        ticket.closed_at = clock.now()
        ticket.resolved_at = ticket.resolved_at or ticket.closed_at
        _move(session, ticket, closed.id, Category.CLOSED, by=by, way="there")
    return assignment_id


def _reopen(session: Session, ticket: Ticket, kept: dict[str, Any], *, by: Actor) -> None:
    before = kept["ticket"]
    merge_clocks.put_back(session, ticket, kept["clocks"])
    _move(session, ticket, before["status_id"], Category(before["category"]), by=by, way="back")
    row = session.get(Assignment, kept["assignment_id"]) if kept["assignment_id"] else None
    if row is not None:
        row.ended_at = row.end_reason = None
        ticket.assignee_id = row.agent_id
        session.flush()
        data = {"to_agent_id": row.agent_id, "by": row.by.value, "assignment_id": row.id}
        events.record(session, "ticket.assigned", by=by, ticket=ticket, data=data)


def _move(session: Session, ticket: Ticket, status_id: int, category: Category, *, by: Actor, way: str) -> None:
    """Move a ticket as a merge does: "there", or "back" as if it had not happened, see helpdesk.actions.sla_facts."""
    if ticket.status_id == status_id:
        return
    data = {
        "from": ticket.status_id,
        "to": status_id,
        "from_category": ticket.category.value,
        "to_category": category.value,
        "merge": way,
    }
    ticket.status_id, ticket.category = status_id, category
    events.record(session, "ticket.status_changed", by=by, ticket=ticket, data=data)


def _tell(session: Session, ticket: Ticket, other: Ticket, kinds: tuple[str, str], *, by: Actor) -> None:
    for one, its_other, kind in ((ticket, other, kinds[0]), (other, ticket, kinds[1])):
        touch(one)
        data = {"other_id": its_other.id, "other_number": its_other.number}
        events.record(session, kind, by=by, ticket=one, data=data)
    session.flush()
