"""The clocks of a ticket before a merge, for when it is taken back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions import merge_sums
from helpdesk.models import SlaClock, Ticket

Json = dict[str, Any]


def of(session: Session, ticket: Ticket) -> list[Json]:
    """Return a ticket's clocks as plain values."""
    found = session.scalars(select(SlaClock).where(SlaClock.ticket_id == ticket.id).order_by(SlaClock.id))
    return [merge_sums.plain(row, leave_out=("id", "ticket_id")) for row in found]


def put_back(session: Session, ticket: Ticket, kept: Sequence[Json]) -> None:
    """Give a ticket these clocks again; one that was told as late meanwhile stays late, and is not told again."""
    session.flush()
    now = session.scalars(select(SlaClock).where(SlaClock.ticket_id == ticket.id)).all()
    rows = {(row.target.value, row.run): row for row in now}
    for one in kept:
        row = rows.pop((one["target"], one["run"]), None)
        if row is None:
            row = SlaClock(ticket_id=ticket.id)
            session.add(row)
        elif row.breached_at is not None and one["breached_at"] is None:
            continue
        for name, value in merge_sums.values(SlaClock, one).items():
            setattr(row, name, value)
    for row in rows.values():
        session.delete(row)
    session.flush()
