"""Files on their way into a message: kept, named, typed, and thrown away when nobody uses them."""

import contextlib
import errno
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import delete, select, union_all
from sqlalchemy.orm import Session

from helpdesk import clock, db, storage
from helpdesk.errors import Invalid, ReadOnly, Unavailable, UnsupportedMedia
from helpdesk.files.images import size_of
from helpdesk.files.names import clean_name
from helpdesk.files.types import HEAD_BYTES, is_for_visitors, type_of
from helpdesk.models import Attachment, AttachmentState, Draft, Inbound, TelegramPhoto, TemplateFile
from helpdesk.tokens import new_name

NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
AGENT_MAX_BYTES: Final = 25_000_000
VISITOR_MAX_BYTES: Final = 20_000_000
UNUSED_AFTER: Final = timedelta(hours=24)
JUST_STORED_S: Final = 3600
BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file whose bytes are safe on disk, and what they are; no row names it yet."""

    filename: str
    media_type: str
    size: int
    blob: str
    width: int | None = None
    height: int | None = None


def keep_file(chunks: Iterable[bytes], *, name: str, max_bytes: int) -> StoredFile:
    """Store the bytes of a file and look what they are; outside any transaction.

    TooLarge beyond max_bytes; ReadOnly while the disk is full, Unavailable while it cannot be written to for other reasons.
    """
    head = bytearray()
    try:
        blob, size = storage.put(_watched(chunks, head), max_bytes=max_bytes)
    except OSError as error:
        raise ReadOnly if error.errno in NO_ROOM else Unavailable("The desk cannot store files now.") from error
    if size == 0:
        raise Invalid("The file is empty.", file="empty")
    filename = clean_name(name)
    media_type = type_of(bytes(head), filename)
    width, height = size_of(bytes(head), media_type) or (None, None)
    return StoredFile(filename, media_type, size, blob, width, height)


def add_agent_file(session: Session, file: StoredFile, *, agent_id: int) -> Attachment:
    """Let a stored file wait for the message of an agent."""
    return _add(session, file, agent_id=agent_id)


def add_visitor_file(session: Session, file: StoredFile, *, visitor_hash: str) -> Attachment:
    """Let a stored file wait for the message of a visitor; UnsupportedMedia for what visitors may not send."""
    if not is_for_visitors(file.media_type):
        raise UnsupportedMedia(media_type=file.media_type)
    return _add(session, file, visitor_hash=visitor_hash)


def remove_unused(session: Session) -> int:
    """Remove up to 200 files that waited a day for a message and are in no draft; return how many.

    Their bytes go after the commit, unless another row names them or they were stored again just now.
    """
    unused = session.execute(
        select(Attachment.id, Attachment.blob)
        .where(
            Attachment.message_id.is_(None),
            Attachment.created_at < clock.now() - UNUSED_AFTER,
            Attachment.public_id.not_in(_in_drafts(session)),
        )
        .order_by(Attachment.id)
        .limit(BATCH)
    ).all()
    session.execute(delete(Attachment).where(Attachment.id.in_([id for id, _ in unused])))
    forget_unnamed(session, {blob for _, blob in unused if blob is not None})
    return len(unused)


def forget_unnamed(session: Session, blobs: set[str]) -> None:
    """Throw away, after the commit, those of these bytes that no row names any more."""
    for blob in _unnamed(session, blobs):
        db.after_commit(session, f"blob:{blob}", partial(_forget, blob))


def _add(
    session: Session, file: StoredFile, *, agent_id: int | None = None, visitor_hash: str | None = None
) -> Attachment:
    attachment = Attachment(
        public_id=new_name(),
        uploaded_by_agent_id=agent_id,
        uploaded_by_visitor_hash=visitor_hash,
        filename=file.filename,
        media_type=file.media_type,
        size=file.size,
        blob=file.blob,
        width=file.width,
        height=file.height,
        state=AttachmentState.STORED,
        created_at=clock.now(),
    )
    session.add(attachment)
    session.flush()
    return attachment


def _watched(chunks: Iterable[bytes], head: bytearray) -> Iterator[bytes]:
    for chunk in chunks:
        if len(head) < HEAD_BYTES:
            head += chunk[: HEAD_BYTES - len(head)]
        yield chunk


def _in_drafts(session: Session) -> set[str]:
    return {str(id) for ids in session.scalars(select(Draft.attachment_ids)) for id in ids}


def _unnamed(session: Session, blobs: set[str]) -> set[str]:
    named = session.scalars(
        union_all(
            select(Attachment.blob).where(Attachment.blob.in_(blobs)),
            select(Inbound.blob).where(Inbound.blob.in_(blobs)),
            select(TelegramPhoto.blob).where(TelegramPhoto.blob.in_(blobs)),
            select(TemplateFile.blob).where(TemplateFile.blob.in_(blobs)),
        )
    )
    return blobs - set(named)


def _forget(blob: str) -> None:
    # Somebody may just have stored the same bytes and not yet written the row that names them.
    with contextlib.suppress(OSError):
        if time.time() - storage.path(blob).stat().st_mtime > JUST_STORED_S:
            storage.delete(blob)
