"""What service levels need to know of tickets, read for many of them in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import (
    Category,
    Customer,
    Event,
    Message,
    MessageKind,
    SlaClock,
    SlaTarget,
    Ticket,
    TicketTag,
)
from helpdesk.models.channels import Channel
from helpdesk.queries.segments import of_customers
from helpdesk.sla import Facts, Promise
from helpdesk.sla_policies import Policies, Policy
from helpdesk.sla_shapes import Described

CLEARED = "ticket.spam_cleared"  # the one way back to new, and no move of a status
MOVED = ("ticket.status_changed", "ticket.reopened", CLEARED)

Moves = list[tuple[datetime, Category]]
Change = tuple[datetime, Category, Category]  # from, to

# Built once: every change of a ticket asks these.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_CLOCKS = (
    select(SlaClock)
    .where(SlaClock.ticket_id.in_(_IDS), or_(SlaClock.met_at.is_(None), SlaClock.target != SlaTarget.NEXT_RESPONSE))
    .order_by(SlaClock.id)
)
_MOVES = (
    select(Event.ticket_id, Event.kind, Event.created_at, Event.data)
    .where(Event.ticket_id.in_(_IDS), Event.kind.in_(MOVED))
    .order_by(Event.id)
)
_FIRST_ASKED = select(func.min(Message.created_at)).where(
    Message.ticket_id == bindparam("id"), Message.kind == MessageKind.IN, Message.is_auto.is_(False)
)
_FIRST_KIND = select(Message.kind).where(Message.ticket_id == bindparam("id")).order_by(Message.id).limit(1)
_LAST_RUN = select(func.max(SlaClock.run)).where(
    SlaClock.ticket_id == bindparam("id"), SlaClock.target == SlaTarget.NEXT_RESPONSE
)


def clocks_of(session: Session, tickets: Sequence[Ticket]) -> dict[int, list[SlaClock]]:
    """Return the clocks of tickets that may still change, by ticket id: answered waits are over for good."""
    found: dict[int, list[SlaClock]] = {ticket.id: [] for ticket in tickets}
    for clock in session.scalars(_CLOCKS, {"ids": [ticket.id for ticket in tickets]}):
        found[clock.ticket_id].append(clock)
    return found


def moves_of(session: Session, tickets: Sequence[Ticket]) -> Mapping[int, Moves]:
    """Return through which categories tickets went, by ticket id, the first being how each was made."""
    changes: dict[int, list[Change]] = defaultdict(list)
    for ticket_id, kind, at, data in session.execute(_MOVES, {"ids": [ticket.id for ticket in tickets]}):
        if data.get("merge") == "back" and changes[ticket_id]:  # a merge that is taken back has not happened
            changes[ticket_id].pop()
            continue
        before, after = ("closed", "new") if kind == CLEARED else (data["from_category"], data["to_category"])
        changes[ticket_id].append((at, Category(before), Category(after)))
    return {ticket.id: _moves(ticket, changes[ticket.id]) for ticket in tickets}


def policies_of(session: Session, policies: Policies, tickets: Sequence[Ticket]) -> Mapping[int, Policy | None]:
    """Return which policy each ticket has, by ticket id."""
    if not policies.all:
        return {ticket.id: None for ticket in tickets}
    tags = _tags(session, tickets) if policies.asks_for_tags else {}
    organisations = _organisations(session, tickets) if policies.asks_for_organisations else {}
    segments = of_customers(session, policies.segment_ids, {ticket.customer_id for ticket in tickets})
    # Held here: a session forgets what nobody holds, and would read the same channel again for each ticket.
    channels = {id: session.get_one(Channel, id) for id in {ticket.channel_id for ticket in tickets}}
    return {
        ticket.id: policies.matching(
            Described(
                type_id=ticket.type_id,
                priority=ticket.priority,
                channel_id=ticket.channel_id,
                language=ticket.language or "",
                team_id=ticket.team_id,
                channel_kind=channels[ticket.channel_id].kind.value,
                tag_ids=tags.get(ticket.id, ()),
                organisation_id=organisations.get(ticket.customer_id),
                segment_ids=segments.get(ticket.customer_id, {}).keys(),
            )
        )
        for ticket in tickets
    }


def facts_of(
    session: Session, ticket: Ticket, moves: Moves, promise: Promise | None, clocks: Collection[SlaClock]
) -> Facts:
    """Return what happened on a ticket, as far as its clocks can depend on it."""
    begun_at, asked_at = _beginnings(session, ticket) if _is_asked(ticket, promise, clocks) else (None, None)
    return Facts(
        category=ticket.category,
        moves=moves,
        begun_at=begun_at,
        asked_at=asked_at,
        responded_at=ticket.first_responded_at,
        answered_at=ticket.answered_at,
        waiting_since=ticket.waiting_since,
        resolved_at=ticket.resolved_at,
        is_void=ticket.merged_into_id is not None or ticket.spam_at is not None,
    )


def next_run(session: Session, ticket: Ticket) -> int:
    """Return the number of the next wait of a ticket's customer."""
    return (session.scalar(_LAST_RUN, {"id": ticket.id}) or 0) + 1


def _is_asked(ticket: Ticket, promise: Promise | None, clocks: Collection[SlaClock]) -> bool:
    """Say whether a clock may begin that counts from the ticket's beginning."""
    if promise is None:
        return False
    known = {clock.target for clock in clocks}
    wants_response = SlaTarget.FIRST_RESPONSE in promise.minutes and ticket.first_responded_at is None
    wants_resolution = SlaTarget.RESOLUTION in promise.minutes
    return (wants_response and SlaTarget.FIRST_RESPONSE not in known) or (
        wants_resolution and SlaTarget.RESOLUTION not in known
    )


def _beginnings(session: Session, ticket: Ticket) -> tuple[datetime | None, datetime | None]:
    """Return when the matter began and when the customer first asked; a machine's message is neither."""
    if ticket.message_count == 1 and ticket.waiting_since is not None:
        return ticket.waiting_since, ticket.waiting_since
    asked_at = session.scalar(_FIRST_ASKED, {"id": ticket.id})
    is_theirs = session.scalar(_FIRST_KIND, {"id": ticket.id}) is MessageKind.IN
    return (asked_at if is_theirs else ticket.created_at), asked_at


def _moves(ticket: Ticket, changes: Sequence[Change]) -> Moves:
    first = changes[0][1] if changes else ticket.category
    return [(ticket.created_at, first), *((at, after) for at, _, after in changes)]


def _tags(session: Session, tickets: Sequence[Ticket]) -> Mapping[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    ids = [ticket.id for ticket in tickets]
    wanted = select(TicketTag.ticket_id, TicketTag.tag_id).where(TicketTag.ticket_id.in_(ids))
    for ticket_id, tag_id in session.execute(wanted):
        found[ticket_id].add(tag_id)
    return found


def _organisations(session: Session, tickets: Sequence[Ticket]) -> Mapping[int, int | None]:
    ids = {ticket.customer_id for ticket in tickets}
    return dict(session.execute(select(Customer.id, Customer.organisation_id).where(Customer.id.in_(ids))).all())
