"""Deleting what only Telegram's own tables know of people."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from helpdesk.actions.attachments import forget_unnamed
from helpdesk.models import Attachment, Identity, Message, TelegramFile, TelegramMessage, TelegramPhoto, TelegramStart


def forget_ticket(session: Session, ticket_id: int) -> None:
    """Delete what was noted beside a ticket's messages, and let none of its files be fetched; before its files go."""
    messages = select(Message.id).where(Message.ticket_id == ticket_id)
    files = select(Attachment.id).where(Attachment.message_id.in_(messages))
    session.execute(delete(TelegramFile).where(TelegramFile.attachment_id.in_(files)))
    session.execute(delete(TelegramStart).where(TelegramStart.ticket_id == ticket_id))
    session.execute(
        update(TelegramMessage)
        .where(TelegramMessage.message_id.in_(messages))
        .values(parts=[], quote="", forwarded_from="", reactions={}, content=None, buttons=None)
    )


def forget_photos(session: Session, customer_id: int) -> None:
    """Delete the photos of a customer."""
    theirs = select(Identity.id).where(Identity.customer_id == customer_id)
    wanted = TelegramPhoto.identity_id.in_(theirs)
    blobs = {blob for blob in session.scalars(select(TelegramPhoto.blob).where(wanted)) if blob}
    session.execute(delete(TelegramPhoto).where(wanted))
    forget_unnamed(session, blobs)
