"""Going on in a chat on Telegram that the desk knows from an earlier ticket of the same customer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.models import ENDED, Channel, ChannelKind, Identity, IdentityKind, Thread, Ticket
from helpdesk.permissions import SYSTEM


def go_on(session: Session, ticket: Ticket) -> Thread | None:
    """Open a thread of a (locked) ticket in its customer's own chat with a bot; None where there is none.

    Not while another matter is open there: what they write next would go to the wrong one of two.
    """
    found = session.execute(
        select(Thread, Ticket.category)
        .join(Identity, Identity.id == Thread.identity_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .join(Ticket, Ticket.id == Thread.ticket_id)
        .where(
            Identity.customer_id == ticket.customer_id,
            Identity.kind == IdentityKind.TELEGRAM,
            Identity.unreachable_at.is_(None),
            Identity.verified_at.is_not(None),
            Thread.peer == Identity.address,  # a private chat, no group and no business account
            Channel.kind == ChannelKind.TELEGRAM,
            Channel.is_paused.is_(False),
        )
        .order_by(Thread.id.desc())
        .limit(1)
    ).first()
    if found is None or found.category not in ENDED:
        return None
    before = found.Thread
    thread = Thread(
        ticket_id=ticket.id,
        channel_id=before.channel_id,
        identity_id=before.identity_id,
        peer=before.peer,
        details={},
        created_at=clock.now(),
    )
    session.add(thread)
    session.flush()
    data = {"channel_kind": ChannelKind.TELEGRAM.value}
    events.record(session, "thread.added", by=SYSTEM, ticket=ticket, data=data)
    return thread
