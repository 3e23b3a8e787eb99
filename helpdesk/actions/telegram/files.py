"""Files that are fetched after their message came: which wait, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events
from helpdesk.actions.access import open_message
from helpdesk.actions.attachments import StoredFile
from helpdesk.actions.telegram import telling
from helpdesk.models import Attachment, AttachmentState, Message, TelegramFile
from helpdesk.permissions import SYSTEM

AT_ONCE: Final = 20
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file to fetch."""

    attachment_id: int
    file_id: str
    filename: str
    attempts: int


def waiting(session: Session, channel_id: int) -> Sequence[Waiting]:
    """Return the files of a channel whose time has come, oldest first."""
    found = session.execute(
        select(TelegramFile, Attachment.filename)
        .join(Attachment, Attachment.id == TelegramFile.attachment_id)
        .where(TelegramFile.channel_id == channel_id, TelegramFile.next_attempt_at <= clock.now())
        .order_by(TelegramFile.next_attempt_at, TelegramFile.attachment_id)
        .limit(AT_ONCE)
    )
    return [Waiting(one.attachment_id, one.file_id, filename, one.attempts) for one, filename in found]


def note_fetched(session: Session, attachment_id: int, stored: StoredFile) -> None:
    """Note where the bytes of a file lie now."""
    file = _settled(session, attachment_id)
    if file is None:
        return
    file.blob, file.size, file.state = stored.blob, stored.size, AttachmentState.STORED
    file.media_type = stored.media_type
    file.width, file.height = stored.width or file.width, stored.height or file.height
    _tell(session, file)


def note_too_large(session: Session, attachment_id: int, *, megabytes: int) -> None:
    """Note that Telegram does not give this file to bots, and tell its sender."""
    file = _settled(session, attachment_id)
    if file is None:
        return
    file.state = AttachmentState.TOO_LARGE
    telling.tell(session, _tell(session, file), "bot.file_too_large", limit=megabytes)


def note_gone(session: Session, attachment_id: int) -> None:
    """Give a file up that Telegram has no more; it stays listed, without bytes."""
    file = _settled(session, attachment_id)
    if file is not None:
        file.state = AttachmentState.GONE
        _tell(session, file)


def put_off(session: Session, attachment_id: int, *, after_s: float | None = None) -> None:
    """Try a file again later: after 2 s, doubling up to an hour; never before after_s, which the provider asked for."""
    row = session.get(TelegramFile, attachment_id)
    if row is None:
        return
    row.attempts += 1
    pause = min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 12), LONGEST_PAUSE)
    row.tried_at = clock.now()
    row.next_attempt_at = row.tried_at + max(pause, timedelta(seconds=min(after_s or 0.0, 86_400.0)))


def _settled(session: Session, attachment_id: int) -> Attachment | None:
    row = session.get(TelegramFile, attachment_id)
    if row is None:
        return None
    session.delete(row)
    return session.get_one(Attachment, attachment_id)


def _tell(session: Session, file: Attachment) -> Message:
    assert file.message_id is not None
    message, ticket = open_message(session, file.message_id, by=SYSTEM)
    events.record(session, "message.stored", by=SYSTEM, ticket=ticket, message=message)
    return message
