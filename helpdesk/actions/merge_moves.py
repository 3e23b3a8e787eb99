"""What moves from a ticket to the one it is merged into, and back."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.tags import hold
from helpdesk.models import (
    Approval,
    Draft,
    DraftMode,
    Follower,
    Message,
    MessageKind,
    Promise,
    ReadMark,
    SideThread,
    Thread,
    Ticket,
    TicketTag,
)

Json = dict[str, Any]


def there(session: Session, ticket: Ticket, into: Ticket) -> Json:
    """Move threads, add tags, carry drafts and read marks over; return what `back` wants to know."""
    session.flush()
    thread_ids = list(session.scalars(select(Thread.id).where(Thread.ticket_id == ticket.id).order_by(Thread.id)))
    marks = _marks(session, ticket, into)
    _move_threads(session, thread_ids, into)
    _add_followers(session, ticket, into)
    return {
        "threads": thread_ids,
        "tags": _add_tags(session, ticket, into),
        "drafts": [_carry(session, draft, into) for draft in _drafts(session, ticket)],
        "marks": marks,
        "promises": _move_promises(session, ticket, into),
        "approvals": _move_all(session, Approval, ticket, into),
        "sides": _move_all(session, SideThread, ticket, into),
    }


def back(session: Session, ticket: Ticket, into: Ticket, kept: Json) -> None:
    """Move back what `there` moved and is still there."""
    session.flush()
    still = select(Thread.id).where(Thread.id.in_(kept["threads"]), Thread.ticket_id == into.id)
    _move_threads(session, list(session.scalars(still)), ticket)
    moved = update(Promise).where(Promise.id.in_(kept.get("promises", ())), Promise.ticket_id == into.id)
    session.execute(moved.values(ticket_id=ticket.id))
    _take_back(session, Approval, kept.get("approvals", ()), into, ticket)
    _take_back(session, SideThread, kept.get("sides", ()), into, ticket)
    for tag_id in kept["tags"]:
        tag = session.get(TicketTag, (into.id, tag_id))
        if tag is not None:
            session.delete(tag)
    for one in kept["drafts"]:
        _take_out(session, ticket, into, one)
    for agent_id, before, after in kept["marks"]:
        _set_back(session, ticket, into, agent_id, before=before, after=after)
    session.flush()


def _move_threads(session: Session, thread_ids: Collection[int], ticket: Ticket) -> None:
    before = select(Thread.ticket_id).where(Thread.id.in_(thread_ids))
    moved = update(Message).where(Message.ticket_id.in_(before), Message.thread_id.in_(thread_ids))
    session.execute(moved.values(ticket_id=ticket.id, customer_id=ticket.customer_id))
    session.execute(update(Thread).where(Thread.id.in_(thread_ids)).values(ticket_id=ticket.id))


def _move_promises(session: Session, ticket: Ticket, into: Ticket) -> list[int]:
    """Have what was promised on a ticket be due on the other; reminders go along."""
    ids = list(session.scalars(select(Promise.id).where(Promise.ticket_id == ticket.id).order_by(Promise.id)))
    session.execute(update(Promise).where(Promise.id.in_(ids)).values(ticket_id=into.id))
    return ids


def _move_all(session: Session, table: type[Approval] | type[SideThread], ticket: Ticket, into: Ticket) -> list[int]:
    ids = list(session.scalars(select(table.id).where(table.ticket_id == ticket.id).order_by(table.id)))
    session.execute(update(table).where(table.id.in_(ids)).values(ticket_id=into.id))
    return ids


def _take_back(
    session: Session, table: type[Approval] | type[SideThread], ids: Collection[int], into: Ticket, ticket: Ticket
) -> None:
    moved = update(table).where(table.id.in_(ids), table.ticket_id == into.id)
    session.execute(moved.values(ticket_id=ticket.id))


def _add_followers(session: Session, ticket: Ticket, into: Ticket) -> None:
    """Have those who follow the merged ticket follow the one it becomes; they stay when it is taken back."""
    theirs = select(Follower.agent_id).where(Follower.ticket_id == into.id)
    missing = select(Follower.agent_id).where(Follower.ticket_id == ticket.id, Follower.agent_id.not_in(theirs))
    session.add_all(
        Follower(agent_id=agent_id, ticket_id=into.id, created_at=clock.now()) for agent_id in session.scalars(missing)
    )


def _add_tags(session: Session, ticket: Ticket, into: Ticket) -> list[int]:
    theirs = select(TicketTag.tag_id).where(TicketTag.ticket_id == into.id)
    missing = select(TicketTag.tag_id).where(TicketTag.ticket_id == ticket.id, TicketTag.tag_id.not_in(theirs))
    added = sorted(hold(session, session.scalars(missing).all()))
    session.add_all(TicketTag(ticket_id=into.id, tag_id=tag_id) for tag_id in added)
    return added


def _drafts(session: Session, ticket: Ticket) -> Sequence[Draft]:
    wanted = select(Draft).where(Draft.ticket_id == ticket.id).order_by(Draft.agent_id, Draft.mode)
    return session.scalars(wanted).all()


def _carry(session: Session, draft: Draft, into: Ticket) -> Json:
    """Put a draft below what its writer has written on the other ticket; the one of the merged ticket stays with it."""
    there = session.get(Draft, (draft.agent_id, into.id, draft.mode))
    is_new = there is None
    if there is None:
        there = Draft(agent_id=draft.agent_id, ticket_id=into.id, mode=draft.mode, text="", revision=0)
        there.attachment_ids = []
        session.add(there)
    there.text = f"{there.text}\n\n{draft.text}" if there.text.strip() else draft.text
    there.attachment_ids = [*there.attachment_ids, *draft.attachment_ids]
    there.revision, there.updated_at = there.revision + 1, clock.now()
    return {"agent_id": draft.agent_id, "mode": draft.mode.value, "is_new": is_new, "revision": there.revision}


def _take_out(session: Session, ticket: Ticket, into: Ticket, kept: Json) -> None:
    """Take a carried draft out again, unless its writer has gone on writing."""
    mode = DraftMode(kept["mode"])
    own = session.get(Draft, (kept["agent_id"], ticket.id, mode))
    there = session.get(Draft, (kept["agent_id"], into.id, mode))
    if there is None or own is None or there.revision != kept["revision"]:
        return
    if kept["is_new"]:
        session.delete(there)
        return
    there.text = there.text.removesuffix(f"\n\n{own.text}")
    there.attachment_ids = there.attachment_ids[: len(there.attachment_ids) - len(own.attachment_ids)]
    there.revision, there.updated_at = there.revision + 1, clock.now()


def _marks(session: Session, ticket: Ticket, into: Ticket) -> list[list[int | None]]:
    """Have what an agent has not read on either ticket unread on the one; return their marks on it before and after."""
    both = (ticket.id, into.id)
    found = session.execute(
        select(ReadMark.agent_id, ReadMark.ticket_id, ReadMark.message_id).where(ReadMark.ticket_id.in_(both))
    )
    marks: dict[int, dict[int, int]] = {}
    for agent_id, ticket_id, message_id in found:
        marks.setdefault(agent_id, {})[ticket_id] = message_id
    kept: list[list[int | None]] = []
    for agent_id, by_ticket in sorted(marks.items()):
        after = _read_up_to(session, {id: ReadMark.read_up_to(by_ticket.get(id, 0)) for id in both})
        if min(by_ticket.values()) < 0:  # kept unread by hand
            after = -(after + 1)
        _put_mark(session, agent_id, into, after)
        kept.append([agent_id, by_ticket.get(into.id), after])
    return kept


def _read_up_to(session: Session, marks: dict[int, int]) -> int:
    """Return the newest message of several tickets up to which everything is read."""
    unread = [
        session.scalar(
            select(func.min(Message.id)).where(
                Message.ticket_id == ticket_id, Message.id > mark, Message.kind == MessageKind.IN
            )
        )
        for ticket_id, mark in marks.items()
    ]
    first = min(filter(None, unread), default=None)
    return max(marks.values()) if first is None else min(first - 1, max(marks.values()))


def _put_mark(session: Session, agent_id: int, ticket: Ticket, message_id: int) -> None:
    mark = session.get(ReadMark, (agent_id, ticket.id))
    if mark is None:
        mark = ReadMark(agent_id=agent_id, ticket_id=ticket.id)
        mark.read_at = clock.now()
        session.add(mark)
    mark.message_id = message_id


def _set_back(session: Session, ticket: Ticket, into: Ticket, agent_id: int, *, before: int | None, after: int) -> None:
    """Give an agent the mark again that they had; what they have read meanwhile is read on both tickets."""
    mark = session.get(ReadMark, (agent_id, into.id))
    if mark is None:
        return
    if mark.message_id > after:
        own = session.get(ReadMark, (agent_id, ticket.id))
        _put_mark(session, agent_id, ticket, max(mark.message_id, own.message_id if own else 0))
    elif before is None:
        session.delete(mark)
    else:
        mark.message_id = before
