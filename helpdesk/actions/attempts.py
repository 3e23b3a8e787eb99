"""Each try to send something, with the next hop's own words: what the communication log is read from."""

from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import DeliveryAttempt

DETAIL_CHARS = 500
SENT = "sent"  # the other outcomes are those of helpdesk.errors.Outcome


def note_try(
    session: Session,
    channel_id: int,
    *,
    attempt: int,
    outcome: str,
    detail: str,
    message_id: int | None = None,
    system_mail_id: int | None = None,
) -> None:
    """Note what came of one try to send a message, or a mail of the desk itself."""
    session.add(
        DeliveryAttempt(
            channel_id=channel_id,
            message_id=message_id,
            system_mail_id=system_mail_id,
            attempt=attempt,
            outcome=outcome,
            detail=detail[:DETAIL_CHARS],
            created_at=clock.now(),
        )
    )
