"""What messages are as mails, for agents; visitors are never shown any of it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import DeliveryAttempt, Mail, Message, MessageKind
from helpdesk.queries.among import one_of_given
from helpdesk.queries.rows import Json, iso

_MAILS = select(Mail).where(one_of_given(Mail.message_id))
_ATTEMPTS = select(DeliveryAttempt).where(one_of_given(DeliveryAttempt.message_id)).order_by(DeliveryAttempt.id)


def mail_views(session: Session, messages: Collection[Message]) -> dict[int, Json]:
    """Return the mails of messages by message id, in the shape of the API."""
    if not messages:
        return {}
    ids = [message.id for message in messages]
    attempts: dict[int, list[Json]] = {}
    for one in session.scalars(_ATTEMPTS, {"ids": ids}):
        attempts.setdefault(one.message_id or 0, []).append(_attempt(one))
    mails = {mail.message_id: mail for mail in session.scalars(_MAILS, {"ids": ids})}
    return {
        message.id: _view(mails[message.id], message, attempts.get(message.id, []))
        for message in messages
        if message.id in mails
    }


def _view(mail: Mail, message: Message, attempts: list[Json]) -> Json:
    return {
        "mail_id": mail.mail_id,
        "from": [mail.from_name, mail.from_address],
        "to": mail.to,
        "cc": mail.cc,
        "bcc": mail.bcc,
        "reply_to": mail.reply_to,
        "subject": mail.subject,
        "sent_at": iso(mail.sent_at),
        "proof": mail.sender.value if mail.sender else None,
        "auto_kind": mail.auto_kind,
        "folds": mail.folds,
        "has_remote_images": mail.has_remote_images,
        "html_view": message.kind is MessageKind.IN and message.html != "",
        "has_raw": mail.inbound_id is not None,
        "forward": mail.forward,
        "quoted_id": mail.quoted_id,
        "attempts": attempts,
    }


def _attempt(one: DeliveryAttempt) -> Json:
    return {"attempt": one.attempt, "outcome": one.outcome, "detail": one.detail, "at": iso(one.created_at)}
