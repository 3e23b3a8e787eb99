"""Taking in many messages in one transaction."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from helpdesk.actions.receive import receive_message
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Message


def receive_many(session: Session, incoming: Sequence[IncomingMessage]) -> list[Message | None]:
    """Store messages in their order and return what each became; None for one that is no message of its own.

    The outcome is that of `receive_message` one by one.
    """
    return [receive_message(session, one) for one in incoming]
