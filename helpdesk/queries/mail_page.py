"""A mail's own view: its HTML and the files that it shows in its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import raw_things
from helpdesk.files.types import may_show
from helpdesk.models import Attachment, AttachmentState, Inbound, Mail, Message, Ticket
from helpdesk.permissions import Actor, visible_to


@dataclass(frozen=True, slots=True)
class MailPage:
    """html: as it was sanitised when it was stored; files: the public ids of pictures a page may show, by Content-ID."""

    html: str
    files: Mapping[str, str]


def mail_page(session: Session, actor: Actor, message_id: int) -> MailPage | None:
    """Return the view of a mail the agent may see; None for anything else."""
    html = session.scalar(
        select(Message.html)
        .join(Mail, Mail.message_id == Message.id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(Message.id == message_id, visible_to(actor))
    )
    if not html:
        return None
    files = session.scalars(
        select(Attachment).where(
            Attachment.message_id == message_id,
            Attachment.content_id.is_not(None),
            Attachment.state == AttachmentState.STORED,
        )
    )
    # An image is drawn by a page whatever the headers of its answer say: what must not be shown is not named at all.
    shown = [file for file in files if may_show(file.media_type, file.width, file.height)]
    return MailPage(html, {str(file.content_id): file.public_id for file in shown})


def raw_mail(session: Session, actor: Actor, message_id: int) -> bytes | None:
    """Return the bytes a mail came as, for an agent who may see it; None when there are none."""
    row = session.scalar(
        select(Inbound)
        .join(Mail, Mail.inbound_id == Inbound.id)
        .join(Message, Message.id == Mail.message_id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(Message.id == message_id, visible_to(actor))
    )
    if row is None or (row.raw is None and row.blob is None):
        return None
    return raw_things.unpacked(row.raw, row.blob)
