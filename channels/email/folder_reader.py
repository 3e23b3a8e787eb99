"""Reading the folders of one mailbox: from where we were, stored first, and only then touched on the server."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog

from channels.email.cursors import (
    advance,
    begin,
    cursor_of,
    forget_unfetched,
    note_reconciled,
    role_of,
    stored_uids,
)
from channels.email.fetching import Batch, Fetcher, Source
from channels.email.imap import ImapSession
from channels.email.imap_errors import Refused
from channels.inlets import Stop, has_ended
from channels.intake import store_raw
from helpdesk import clock, db, leases
from helpdesk.crash import crash_point
from helpdesk.leases import Fence
from helpdesk.mailboxes import Folder, MailboxConfig
from helpdesk.models import Channel, FolderRole
from helpdesk.models.mail import MailFolder

UIDS_AT_ONCE: Final = 50_000
RECONCILE_EVERY: Final = timedelta(days=1)
OLD_AFTER: Final = timedelta(days=2)
MOST_PAUSE_S: Final = 0.25

log = structlog.get_logger()


class FolderReader:
    """One mailbox's folders. stored: called after mails were stored and committed. Raises Fenced when we own it no more."""

    def __init__(self, channel: Channel, fence: Fence, *, stored: Callable[[], None]) -> None:
        self._channel = channel
        self._config = MailboxConfig.of(channel)
        self._fence = fence
        self._stored = stored
        self._fetcher = Fetcher(max_mail_bytes=self._config.max_mail_bytes)
        self._is_untidy = False

    def begin_connection(self) -> None:
        """Try again what failed on the last connection."""
        self._is_untidy = False

    def look(self, session: ImapSession, folder: Folder, stop: Stop) -> None:
        """Open a folder and take in what is new there; once a day compare it with the database."""
        state = session.open(folder.name, readonly=not self._tidies(folder))
        cursor = cursor_of(self._channel.id, folder)
        source = Source(folder.name, role_of(folder), state.uidvalidity)
        if cursor.uidvalidity != state.uidvalidity:
            since = cursor.started_at or self._channel.created_at
            last = max(state.uidnext - 1, 0) or session.last_uid()
            is_again = cursor.uidvalidity is not None
            old = replace(source, before=since - OLD_AFTER) if is_again else source
            self._take_since(session, folder, cursor, old, exists=state.exists, last=last)
            with db.transaction() as transaction:
                begin(transaction, self._channel, folder, fence=self._fence, state=state, last=last)
            cursor = cursor_of(self._channel.id, folder)
        self._tidy_rest(session, folder, cursor)
        self._take_new(session, folder, cursor, source, last=state.uidnext - 1, stop=stop)
        if cursor.reconciled_at is None or clock.now() - cursor.reconciled_at > RECONCILE_EVERY:
            self._reconcile(session, folder, cursor, source, exists=state.exists)

    def _take_new(
        self, session: ImapSession, folder: Folder, cursor: MailFolder, source: Source, *, last: int, stop: Stop
    ) -> None:
        first = cursor.last_uid + 1
        while not stop.stopping:
            until = first + UIDS_AT_ONCE - 1 if last - first > UIDS_AT_ONCE else None
            for batch in self._fetcher.fetch(session, source, session.uids(first, until)):
                self._store(batch, cursor, moves=True)
                self._tidy(session, folder, cursor, batch.uids)
                if has_ended(stop):
                    return
            if until is None:
                return
            first = until + 1

    def _take_since(
        self, session: ImapSession, folder: Folder, cursor: MailFolder, source: Source, *, exists: int, last: int
    ) -> int:
        """Take in what the server got since this folder is ours and is not stored yet; returns how many that were.

        The first time these are the mails that came while the mailbox was being set up. After a renumbering they are
        all of ours once more; those whose bytes came before are duplicates. And once a day there should be none.
        """
        # Servers count whole seconds.
        since = (cursor.started_at or self._channel.created_at).replace(microsecond=0)
        # A day earlier: servers and searches count days in their own zone.
        listed = [uid for uid in session.uids_since((since - timedelta(days=1)).date(), exists=exists) if uid <= last]
        known = stored_uids(self._channel.id, source.folder, source.uidvalidity, listed)
        wanted = [uid for uid in listed if uid not in known]
        ours = [mail.uid for mail in session.sizes(wanted) if mail.received_at is None or mail.received_at >= since]
        for batch in self._fetcher.fetch(session, source, ours):
            self._store(batch, cursor, moves=False)
            self._tidy(session, folder, cursor, batch.uids)
        return len(ours)

    def _reconcile(
        self, session: ImapSession, folder: Folder, cursor: MailFolder, source: Source, *, exists: int
    ) -> None:
        """Compare the folder with the database and take in what slipped through."""
        cursor = cursor_of(self._channel.id, folder)
        count = self._take_since(session, folder, cursor, source, exists=exists, last=cursor.last_uid)
        if count:
            log.warning(
                "mails were in the folder but not here", channel=self._channel.id, folder=folder.name, count=count
            )
        with db.transaction() as transaction:
            note_reconciled(transaction, cursor, clock.now())

    def _store(self, batch: Batch, cursor: MailFolder, *, moves: bool) -> None:
        crash_point("mail.fetched")
        began = time.monotonic()
        if batch.things or (moves and batch.until > cursor.last_uid):
            with db.transaction() as transaction:
                leases.check(transaction, self._fence)
                forget_unfetched(transaction, self._channel.id, [thing.key for thing in batch.things])
                store_raw(transaction, self._channel.id, batch.things)
                if moves:
                    advance(transaction, cursor, last_uid=batch.until, tidied_uid=cursor.tidied_uid)
            if moves:
                cursor.last_uid = batch.until
        if batch.things:
            crash_point("mail.stored")
            self._stored()
            # On SQLite nobody else could write meanwhile.
            time.sleep(min(time.monotonic() - began, MOST_PAUSE_S) if len(batch.things) > 1 else 0)

    def _tidies(self, folder: Folder) -> bool:
        return self._config.after != "keep" and folder.role is FolderRole.INBOX

    def _tidy(self, session: ImapSession, folder: Folder, cursor: MailFolder, uids: Sequence[int]) -> None:
        """Mark or move on the server what is stored, as the settings say; what fails is tried at the next connection."""
        if not uids or self._is_untidy or not self._tidies(folder):
            return
        try:
            if self._config.after.startswith("move:"):
                session.move(uids, self._config.after.removeprefix("move:"))
            else:
                session.mark_seen(uids)
        except Refused as refused:
            log.warning("stored mails cannot be tidied up", channel=self._channel.id, error=refused.detail)
            self._is_untidy = True
            return
        crash_point("mail.flagged")
        cursor.tidied_uid = max(cursor.tidied_uid or 0, *uids)

    def _tidy_rest(self, session: ImapSession, folder: Folder, cursor: MailFolder) -> None:
        """Tidy up what was stored before we ended in between."""
        done = cursor.tidied_uid if cursor.tidied_uid is not None else cursor.last_uid
        if not self._tidies(folder) or done >= cursor.last_uid:
            return
        left = session.uids(done + 1, cursor.last_uid)
        stored = stored_uids(self._channel.id, folder.name, cursor.uidvalidity or 0, left)
        self._tidy(session, folder, cursor, sorted(stored))
        if self._is_untidy:
            return
        cursor.tidied_uid = cursor.last_uid
        with db.transaction() as transaction:
            advance(transaction, cursor, last_uid=cursor.last_uid, tidied_uid=cursor.tidied_uid)
