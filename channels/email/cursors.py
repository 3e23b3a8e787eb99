"""How far the folders of a mailbox are read, in the database."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from channels.email.imap import FolderState
from helpdesk import clock, db, leases
from helpdesk.leases import Fence
from helpdesk.mailboxes import Folder
from helpdesk.models import Channel, FolderRole, Inbound, InboundState
from helpdesk.models.mail import MailFolder

KEY_CHARS = 300


def cursor_of(channel_id: int, folder: Folder) -> MailFolder:
    """Return how far a folder is read; a row without UIDVALIDITY, not in the database, when it never was."""
    with db.reading() as session:
        found = _row(session, channel_id, folder.name)
        return found or MailFolder(channel_id=channel_id, name=folder.name, role=folder.role, last_uid=0)


def begin(session: Session, channel: Channel, folder: Folder, *, fence: Fence, state: FolderState, last: int) -> None:
    """Note that a folder is read up to here under this UIDVALIDITY: the first time, or after it was renumbered."""
    leases.check(session, fence)
    row = _row(session, channel.id, folder.name)
    if row is None:
        row = MailFolder(channel_id=channel.id, name=folder.name, started_at=channel.created_at)
        session.add(row)
    row.role, row.uidvalidity, row.last_uid, row.tidied_uid = folder.role, state.uidvalidity, last, last
    row.checked_at = row.reconciled_at = clock.now()


def advance(session: Session, cursor: MailFolder, *, last_uid: int, tidied_uid: int | None = None) -> None:
    """Move a cursor in the transaction that stores what it passes; the caller holds the channel's lease."""
    values: dict[str, object] = {"last_uid": last_uid, "checked_at": clock.now()}
    if tidied_uid is not None:
        values["tidied_uid"] = tidied_uid
    session.execute(update(MailFolder).where(MailFolder.id == cursor.id).values(values))


def note_reconciled(session: Session, cursor: MailFolder, at: datetime) -> None:
    """Note when a folder was last compared with the database."""
    session.execute(update(MailFolder).where(MailFolder.id == cursor.id).values(reconciled_at=at))


def key_of(folder: str, uidvalidity: int, uid: int) -> str:
    """Return the key of a mail: two folders, or one folder renumbered, never give the same one."""
    tail = f"/{uidvalidity}/{uid}"
    fits = len(folder) + len(tail) <= KEY_CHARS
    return (folder if fits else hashlib.sha256(folder.encode()).hexdigest()) + tail


def stored_uids(channel_id: int, folder: str, uidvalidity: int, uids: Sequence[int]) -> set[int]:
    """Return those of these mails that are stored; a row for one that could not be fetched does not count."""
    keys = {key_of(folder, uidvalidity, uid): uid for uid in uids}
    known: set[int] = set()
    ordered = sorted(keys)
    with db.reading() as session:
        for at in range(0, len(ordered), 500):
            some = ordered[at : at + 500]
            found = session.scalars(
                select(Inbound.key).where(
                    Inbound.channel_id == channel_id, Inbound.key.in_(some), Inbound.content_hash.is_not(None)
                )
            )
            known.update(keys[key] for key in found)
    return known


def forget_unfetched(session: Session, channel_id: int, keys: Sequence[str]) -> None:
    """Remove the rows of mails that could not be fetched, in the transaction that stores them at last."""
    session.execute(
        delete(Inbound).where(
            Inbound.channel_id == channel_id,
            Inbound.key.in_(keys),
            Inbound.content_hash.is_(None),
            Inbound.state == InboundState.QUARANTINED,
        )
    )


def role_of(folder: Folder) -> str:
    """Return the word under which raw mails of a folder are stored."""
    return FolderRole(folder.role).value


def _row(session: Session, channel_id: int, name: str) -> MailFolder | None:
    return session.scalar(select(MailFolder).where(MailFolder.channel_id == channel_id, MailFolder.name == name))
