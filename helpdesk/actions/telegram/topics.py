"""Names of a group's topics, kept with the threads that go on there."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events, markup
from helpdesk.models import Thread, Ticket
from helpdesk.permissions import CUSTOMER

NAME_CHARS: Final = 128  # Bot API, createForumTopic
MAX_TOLD: Final = 20


def name(session: Session, channel_id: int, *, peer: str, name: str) -> int:
    """Have the newest threads of a topic go by this name; returns how many went by another one."""
    shown = markup.preview(name, chars=NAME_CHARS)
    threads = session.scalars(
        select(Thread)
        .where(Thread.channel_id == channel_id, Thread.peer == peer)
        .order_by(Thread.id.desc())
        .limit(MAX_TOLD)
    ).all()
    changed = [thread for thread in threads if thread.details.get("topic") != shown]
    for thread in changed:
        thread.details = {**thread.details, "topic": shown}
        ticket = session.get_one(Ticket, thread.ticket_id)
        events.record(session, "customer.changed", by=CUSTOMER, ticket=ticket)
    return len(changed)


def name_before(session: Session, channel_id: int, *, peer: str) -> str:
    """Return what a topic is called on the desk, empty for what is no topic or nobody has talked in."""
    if "/" not in peer:
        return ""
    newest = session.scalar(
        select(Thread.details)
        .where(Thread.channel_id == channel_id, Thread.peer == peer)
        .order_by(Thread.id.desc())
        .limit(1)
    )
    return str((newest or {}).get("topic") or "")
