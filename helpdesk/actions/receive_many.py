"""Taking in many messages in one transaction."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from helpdesk.actions.receive import receive_message
from helpdesk.actions.receive_mail import receive_mails
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Message


def receive_many(session: Session, incoming: Sequence[IncomingMessage]) -> list[Message | None]:
    """Store messages in their order and return what each became; None is kept for one that is no message of its own.

    The outcome is that of `receive_message` one by one; mails that follow each other cost a tenth of that.
    """
    messages: list[Message | None] = []
    for is_mail, found in groupby(incoming, key=lambda one: one.mail is not None):
        run = list(found)
        messages += receive_mails(session, run) if is_mail else [receive_message(session, one) for one in run]
    return messages
