"""Links between tickets that people make: parent, duplicate, incident."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import LinkKind, Ticket, TicketLink
from helpdesk.permissions import Actor

MADE_BY_HAND = (LinkKind.PARENT, LinkKind.DUPLICATE, LinkKind.INCIDENT)
MAX_LINKS = 100


def link(session: Session, ticket_id: int, *, other_id: int, kind: LinkKind, by: Actor) -> Ticket:
    """Say of a ticket that it is the parent or a duplicate of the other, or part of that incident; again changes nothing.

    Conflict "other_way" when the other one is the same of this one already.
    """
    if kind not in MADE_BY_HAND:
        raise Invalid("Such links are made by the desk.", kind=kind.value)
    if ticket_id == other_id:
        raise Invalid("A ticket cannot be linked to itself.", other_id="itself")
    found = {id: open_ticket(session, id, by=by) for id in sorted((ticket_id, other_id))}
    if _find(session, other_id, ticket_id, kind) is not None:
        raise Conflict("They are linked the other way round.", code="other_way")
    ticket, other = found[ticket_id], found[other_id]
    if _find(session, ticket_id, other_id, kind) is None:
        _refuse_many(session, ticket_id)
        session.add(TicketLink(ticket_id=ticket_id, other_id=other_id, kind=kind, created_at=clock.now()))
        _tell(session, ticket, other, "ticket.linked", kind, by=by)
    return ticket


def unlink(session: Session, ticket_id: int, *, other_id: int, kind: LinkKind, by: Actor) -> Ticket:
    """Take such a link away; nothing happens when there is none."""
    if kind not in MADE_BY_HAND:
        raise Invalid("Such links are made by the desk.", kind=kind.value)
    found = {id: open_ticket(session, id, by=by) for id in sorted({ticket_id, other_id})}
    row = _find(session, ticket_id, other_id, kind)
    if row is not None:
        session.delete(row)
        _tell(session, found[ticket_id], found[other_id], "ticket.unlinked", kind, by=by)
    return found[ticket_id]


def _find(session: Session, ticket_id: int, other_id: int, kind: LinkKind) -> TicketLink | None:
    return session.scalar(
        select(TicketLink).where(
            TicketLink.ticket_id == ticket_id, TicketLink.other_id == other_id, TicketLink.kind == kind
        )
    )


def _refuse_many(session: Session, ticket_id: int) -> None:
    ids = session.scalars(select(TicketLink.id).where(TicketLink.ticket_id == ticket_id).limit(MAX_LINKS)).all()
    if len(ids) == MAX_LINKS:
        raise Conflict(f"A ticket has at most {MAX_LINKS} links.", code="too_many")


def _tell(session: Session, ticket: Ticket, other: Ticket, event: str, kind: LinkKind, *, by: Actor) -> None:
    for one, its_other, side in ((ticket, other, kind.value), (other, ticket, f"of_{kind.value}")):
        raise_version(one)
        data = {"other_id": its_other.id, "other_number": its_other.number, "kind": side}
        events.record(session, event, by=by, ticket=one, data=data)
    session.flush()
