"""Who is shown that an agent types."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Channel, ChannelKind, Identity, Thread


def whom_to_show(session: Session, ticket_id: int) -> tuple[int, str] | None:
    """Return channel and peer of a ticket's newest thread when that is one of Telegram, else None."""
    found = session.execute(
        select(Thread.channel_id, Thread.peer, Channel.kind, Channel.is_paused, Identity.unreachable_at)
        .join(Channel, Channel.id == Thread.channel_id)
        .outerjoin(Identity, Identity.id == Thread.identity_id)
        .where(Thread.ticket_id == ticket_id)
        .order_by(Thread.id.desc())
        .limit(1)
    ).first()
    if found is None or found.kind is not ChannelKind.TELEGRAM or found.is_paused or found.unreachable_at is not None:
        return None
    return found.channel_id, found.peer
