"""Files of mails that could not be stored when their mail came in: taken from the raw mail again, until they are."""

from collections.abc import Sequence
from typing import Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.email.parsed import ParsedEmail
from channels.email.reader import MailReadingChild
from helpdesk import db, raw_things, storage
from helpdesk.actions import mail_files
from helpdesk.models import FILE_ORDER, Attachment, AttachmentState, Inbound, Mail

MAILS_AT_ONCE: Final = 20

log = structlog.get_logger()


def store_late_files(channel_id: int, child: MailReadingChild) -> int:
    """Store what is missing of some mails of a channel and return how many files that were; OSError while it cannot."""
    with db.reading() as session:
        waiting = _waiting(session, channel_id)
    stored = 0
    for message_id, inbound_id in waiting:
        with db.reading() as session:
            row = session.get_one(Inbound, inbound_id)
            files = _files(session, message_id)
        raw = raw_things.unpacked(row.raw, row.blob)
        [parsed] = child.read([raw])
        blobs = _blobs(files, parsed if isinstance(parsed, ParsedEmail) else None, raw)
        with db.transaction() as session:
            stored += mail_files.store_late(session, message_id, blobs)
    if stored:
        log.info("files of mails are stored after all", channel=channel_id, files=stored)
    return stored


def _waiting(session: Session, channel_id: int) -> list[tuple[int, int]]:
    found = session.execute(
        select(Mail.message_id, Mail.inbound_id)
        .join(Attachment, Attachment.message_id == Mail.message_id)
        .where(
            Attachment.state == AttachmentState.RETRYING,
            Mail.channel_id == channel_id,
            Mail.inbound_id.is_not(None),
        )
        .distinct()
        .limit(MAILS_AT_ONCE)
    )
    return [(message_id, inbound_id) for message_id, inbound_id in found if inbound_id is not None]


def _files(session: Session, message_id: int) -> Sequence[Attachment]:
    return session.scalars(select(Attachment).where(Attachment.message_id == message_id).order_by(*FILE_ORDER)).all()


def _blobs(files: Sequence[Attachment], parsed: ParsedEmail | None, raw: bytes) -> dict[int, str]:
    """Store the bytes of files that lack them and return where they lie, by attachment id."""
    late = [file for file in files if file.state is AttachmentState.RETRYING]
    if [file.media_type for file in files] == ["message/rfc822"] and (parsed is None or len(parsed.attachments) != 1):
        return {late[0].id: storage.put_bytes(raw)}
    data = [one.data for one in parsed.attachments] if parsed else []
    found = {file.id: data[nth] for nth, file in enumerate(files) if file in late and nth < len(data)}
    return dict(zip(found, storage.put_many(list(found.values())), strict=True))
