"""Whom a link to a ticket's public page is for, and what it is."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, outside, settings
from helpdesk.models import Identity, IdentityKind, Thread, Ticket, TicketPageStop
from helpdesk.page_tokens import PageLink, token_of
from helpdesk.queries.ticket_page import is_reader


def reader_of(session: Session, ticket: Ticket) -> Identity | None:
    """Return the proved address of a ticket's customer they write from here, else their main one; None without any."""
    found = session.scalars(
        select(Identity)
        .where(Identity.customer_id == ticket.customer_id, Identity.kind == IdentityKind.EMAIL)
        .order_by(Identity.is_main.desc(), Identity.id)
    ).all()
    proved = [one for one in found if is_reader(ticket, one)]
    peers = {peer.strip().lower() for peer in session.scalars(select(Thread.peer).where(Thread.ticket_id == ticket.id))}
    return next((one for one in proved if one.address in peers), proved[0] if proved else None)


def link_of(session: Session, ticket: Ticket, reader: Identity) -> PageLink:
    """Return a link that opens the page from now on, later than those that were withdrawn."""
    stopped = session.scalar(select(TicketPageStop.stopped_at).where(TicketPageStop.ticket_id == ticket.id))
    issued = max(clock.now(), stopped + timedelta(seconds=1)) if stopped else clock.now()
    return PageLink(ticket.id, reader.id, issued)


def address_of_page(session: Session, ticket: Ticket) -> str:
    """Return the link that a text of the desk may carry; "" where there can be none."""
    reader = reader_of(session, ticket) if settings.get(session, "customer_pages") else None
    if reader is None:
        return ""
    return f"{outside.public_url()}/my-ticket/{token_of(link_of(session, ticket, reader))}"
