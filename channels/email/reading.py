"""Reading the stored mails of one mailbox: in another process, with their files on the disk before the desk is told."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.email import stand_ins
from channels.email.incoming import Arrival, files_of, incoming_of, is_our_own, summary_of
from channels.email.parsed import ParsedEmail
from channels.email.reader import MailReadingChild, Unread
from channels.intake_drain import RawRow, Reading
from helpdesk import db, raw_things, storage
from helpdesk.actions import spam
from helpdesk.desk_language import desk_language
from helpdesk.incoming import IncomingFile, IncomingMessage
from helpdesk.mail_ids import kept_id
from helpdesk.mailboxes import MailboxConfig, own_addresses
from helpdesk.models import AttachmentState, Channel, Mail, Message, MessageExternalId, MessageKind
from helpdesk.permissions import SYSTEM

KEY_CHARS: Final = 16

log = structlog.get_logger()


class MailReader:
    """Turns raw mails of one channel into what the desk takes in. Only `read` waits for the process and the disk."""

    def __init__(self, channel: Channel, child: MailReadingChild) -> None:
        self._channel_id = channel.id
        self._config = MailboxConfig.of(channel)
        self._child = child

    def read(self, rows: Sequence[RawRow]) -> Sequence[Reading]:
        """Return a reading of each raw mail, in order."""
        found = self._parsed(rows)
        with db.reading() as session:
            own = own_addresses(session)
        files = _stored_files([one for one in found if isinstance(one, ParsedEmail)])
        return [
            self._reading(row, one, files, own) if isinstance(one, ParsedEmail) else self.stand_in(row, one.reason)
            for row, one in zip(rows, found, strict=True)
        ]

    def stand_in(self, row: RawRow, error: str) -> Reading:
        """Return a ticket that says that a mail could not be read, with the mail attached."""
        with db.reading() as session:
            language = desk_language(session)
        incoming, summary = stand_ins.unreadable(
            row, _arrival(row), channel_id=self._channel_id, error=error, language=language
        )
        return Reading(row.id, incoming, "unreadable", summary, error=error)

    def settle(self, session: Session, readings: Sequence[Reading]) -> Sequence[Reading]:
        """Give mails that carry the Message-ID of another mail an id of their own.

        Whoever has seen a mail can forge its Message-ID; that must not make the desk drop what comes under it.
        """
        wanted = {kept_id(one.incoming.mail.mail_id) for one in readings if one.incoming and one.incoming.mail}
        known = _known_ids(session, self._channel_id, wanted - {""})
        return [_settled(one, known) for one in readings]

    def note_taken(self, session: Session, reading: Reading, message: Message, *, is_known: bool) -> str:
        """Say what became of a mail; one that is no longer among the spam brings its ticket back."""
        mail = reading.incoming.mail if reading.incoming else None
        if is_known and mail is not None and not mail.is_spam:
            spam.not_spam(session, message.ticket_id, by=SYSTEM)
        return "duplicate" if is_known else reading.disposition

    def _parsed(self, rows: Sequence[RawRow]) -> list[ParsedEmail | Unread]:
        found: list[bytes | Unread] = [_bytes(row) for row in rows]
        read = iter(self._child.read([one for one in found if isinstance(one, bytes)]))
        return [next(read) if isinstance(one, bytes) else one for one in found]

    def _reading(self, row: RawRow, parsed: ParsedEmail, files: "_Files", own: frozenset[str]) -> Reading:
        summary = summary_of(parsed, folder=str((row.payload or {}).get("folder", "")))
        if is_our_own(parsed, own):
            return Reading(row.id, None, "loop", summary)
        if "too_large" in (row.payload or {}):
            with db.reading() as session:
                language = desk_language(session)
            parsed = stand_ins.without_body(parsed, size=int((row.payload or {})["too_large"]), language=language)
        arrival = _arrival(row)
        incoming = incoming_of(parsed, files.of(parsed), arrival, channel_id=self._channel_id, config=self._config)
        return Reading(row.id, incoming, _disposition(incoming), summary)


@dataclass(frozen=True, slots=True)
class _Files:
    blobs: dict[int, str]  # by the id of the bytes

    def of(self, parsed: ParsedEmail) -> tuple[IncomingFile, ...]:
        blobs = [self.blobs.get(id(file.data)) for file in parsed.attachments]
        found = files_of(parsed, blobs)
        return tuple(one if one.blob else replace(one, state=AttachmentState.RETRYING) for one in found)


def _stored_files(mails: Sequence[ParsedEmail]) -> _Files:
    """Store the files of mails; where the disk refuses, the mails come in without and the files are tried again later."""
    data = [file.data for mail in mails for file in mail.attachments]
    try:
        return _Files(dict(zip(map(id, data), storage.put_many(data), strict=True)))
    except OSError as error:
        log.error("files of mails cannot be stored, trying again later", files=len(data), exc_info=error)
        return _Files({})


def _bytes(row: RawRow) -> bytes | Unread:
    try:
        return raw_things.unpacked(row.raw, row.blob)
    except (OSError, ValueError, zlib.error) as error:
        return Unread(f"The stored mail is damaged: {error}")


def _arrival(row: RawRow) -> Arrival:
    payload: dict[str, Any] = row.payload or {}
    received_at, before = (payload.get(name) for name in ("received_at", "before"))
    return Arrival(
        inbound_id=row.id,
        received_at=datetime.fromisoformat(received_at) if received_at else row.received_at,
        content_hash=row.content_hash or row.key,
        role=str(payload.get("role", "inbox")),
        before=datetime.fromisoformat(before) if before else None,
    )


def _disposition(incoming: IncomingMessage) -> str:
    mail = incoming.mail
    assert mail is not None
    if mail.is_spam:
        return "spam"
    if mail.is_silent:
        return "imported"
    return mail.auto_kind[:20] or "message"


_Ids = dict[str, dict[str | None, str]]  # by Message-ID: external ids by the key of the content


def _known_ids(session: Session, channel_id: int, mail_ids: set[str]) -> _Ids:
    known: _Ids = {}
    if mail_ids:
        found = session.execute(
            select(Mail.mail_id, Mail.content_key, MessageExternalId.external_id, Message.kind)
            .join(Message, Message.id == Mail.message_id)
            .outerjoin(MessageExternalId, MessageExternalId.message_id == Mail.message_id)
            .where(Mail.channel_id == channel_id, Mail.mail_id.in_(mail_ids))
        )
        for mail_id, content_key, external_id, kind in found:
            # A mail of ours has a Message-ID too, which nobody else's mail may take.
            key = content_key if kind is MessageKind.IN else None
            known.setdefault(mail_id, {})[key] = external_id or mail_id
    return known


def _settled(reading: Reading, known: _Ids) -> Reading:
    incoming = reading.incoming
    mail = incoming.mail if incoming else None
    if incoming is None or mail is None or not mail.mail_id or mail.content_key is None:
        return reading
    mail_id = kept_id(mail.mail_id)
    same_id = known.setdefault(mail_id, {})
    own = f"{mail_id[: 399 - KEY_CHARS]}#{mail.content_key[:KEY_CHARS]}" if same_id else mail_id
    external_id = same_id.setdefault(mail.content_key, own)
    return replace(reading, incoming=replace(incoming, external_id=external_id))
