"""Deleting what colleagues and others said about a ticket beside it."""

from functools import partial

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from helpdesk import db, storage
from helpdesk.models import (
    Approval,
    Attachment,
    DeliveryAttempt,
    Inbound,
    SideFile,
    SideMessage,
    SideThread,
    SystemMail,
    TemplateFile,
)


def forget_help(session: Session, ticket_id: int) -> None:
    """Delete a ticket's side threads with their mails and files, and what requests for approval say."""
    session.execute(update(Approval).where(Approval.ticket_id == ticket_id).values(question="", reason=""))
    messages = select(SideMessage.id).join(SideThread, SideThread.id == SideMessage.side_id)
    ids = session.scalars(messages.where(SideThread.ticket_id == ticket_id)).all()
    theirs = SideMessage.id.in_(ids)
    files = SideFile.side_message_id.in_(ids)
    blobs = {blob for blob in session.scalars(select(SideFile.blob).where(files)) if blob}
    raw = list(session.scalars(select(SideMessage.inbound_id).where(theirs, SideMessage.inbound_id.is_not(None))))
    blobs |= {blob for blob in session.scalars(select(Inbound.blob).where(Inbound.id.in_(raw))) if blob}
    mails = list(session.scalars(select(SideMessage.system_mail_id).where(theirs)))
    session.execute(delete(SideFile).where(files))
    # The keys stay, so that the same mail is not taken in again.
    session.execute(update(Inbound).where(Inbound.id.in_(raw)).values(payload=None, raw=None, blob=None, summary=None))
    session.execute(delete(DeliveryAttempt).where(DeliveryAttempt.system_mail_id.in_(mails)))
    session.execute(delete(SystemMail).where(SystemMail.id.in_(mails)))
    session.execute(delete(SideThread).where(SideThread.ticket_id == ticket_id))
    for blob in blobs - _still_named(session, blobs):
        db.after_commit(session, f"blob:{blob}", partial(storage.delete, blob))


def _still_named(session: Session, blobs: set[str]) -> set[str]:
    named: set[str] = set()
    for column in (Attachment.blob, SideFile.blob, TemplateFile.blob, Inbound.blob):
        named |= {blob for blob in session.scalars(select(column).where(column.in_(blobs))) if blob}
    return named
