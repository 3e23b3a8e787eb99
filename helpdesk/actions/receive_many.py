"""Taking in many messages in one transaction."""

from collections.abc import Collection, Sequence
from enum import Enum
from itertools import groupby

from sqlalchemy.orm import Session

from helpdesk.actions import side_mail
from helpdesk.actions.receive import receive_message
from helpdesk.actions.receive_mail import receive_mails
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Message


def receive_many(session: Session, incoming: Sequence[IncomingMessage]) -> list[Message | None]:
    """Store messages in their order and return what each became; None is kept for one that is no message of its own.

    The outcome is that of `receive_message` one by one; mails that follow each other cost a tenth of that.
    """
    messages: list[Message | None] = []
    aside = {id(one) for one in incoming if side_mail.take(session, one)}  # answers in side threads
    for way, found in groupby(incoming, key=lambda one: _way(one, aside)):
        run = list(found)
        if way is Way.ASIDE:
            messages += [None] * len(run)
        else:
            messages += (
                receive_mails(session, run) if way is Way.MAIL else [receive_message(session, one) for one in run]
            )
    return messages


class Way(Enum):
    """How a message is taken in."""

    ASIDE = 0
    MAIL = 1
    OTHER = 2


def _way(incoming: IncomingMessage, aside: Collection[int]) -> Way:
    if id(incoming) in aside:
        return Way.ASIDE
    return Way.OTHER if incoming.mail is None else Way.MAIL
