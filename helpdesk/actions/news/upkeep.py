"""What the clock does for news: wakes who sends, and forgets what is old."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from helpdesk import clock, db
from helpdesk.actions.notifications import wake_sender
from helpdesk.models import Notification, Push

FORGET_AFTER: Final = timedelta(days=90)
PUSHES_AFTER: Final = timedelta(days=14)
MOST: Final = 1000


def wake_if_due() -> bool:
    """Wake a worker where something is to be pushed, whose first wake-up was lost or whose next attempt is due."""
    with db.reading() as session:
        wanted = select(Push.id).where(Push.done_at.is_(None), Push.due_at <= clock.now()).limit(1)
        is_due = session.scalar(wanted) is not None
    if is_due:
        wake_sender()
    return is_due


def forget_old() -> None:
    """Delete what was pushed more than 14 days, and told more than 90 days ago."""
    now = clock.now()
    with db.transaction() as session:
        pushed = select(Push.id).where(Push.created_at < now - PUSHES_AFTER).limit(MOST)
        session.execute(delete(Push).where(Push.id.in_(session.scalars(pushed).all())))
        told = select(Notification.id).where(Notification.created_at < now - FORGET_AFTER).order_by(Notification.id)
        session.execute(delete(Notification).where(Notification.id.in_(session.scalars(told.limit(MOST)).all())))
