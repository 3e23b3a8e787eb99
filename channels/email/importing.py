"""Taking over old mail, in silence: kept as closed tickets, nobody is told, nothing is answered or routed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from channels.email.cursors import stored_uids
from channels.email.fetching import Fetcher, Source
from channels.email.imap import ImapSession
from channels.email.logins import login_of
from channels.intake import store_raw
from helpdesk import db
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import Channel, Direction, FolderRole
from helpdesk.raw_things import IMPORTED

FOR_EVER: Final = date(1970, 1, 2)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found: so many mails in all, so many of them here already, so many stored now."""

    found: int
    known: int
    stored: int


def import_old(
    channel: Channel, folder: str, *, since: date | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Imported:
    """Store the mails of a folder that the server got since this day and before the mailbox was added; again is harmless.

    They wait until the gateway has time for them. progress: called with how many are stored and how many there are.
    """
    with _signed_in(channel) as session:
        state = session.open(folder, readonly=True)
        listed = session.uids_since(since or FOR_EVER, exists=state.exists)
        old = [mail.uid for mail in session.sizes(listed) if _is_old(mail.received_at, channel, folder)]
        known = stored_uids(channel.id, folder, state.uidvalidity, old)
        wanted = [uid for uid in old if uid not in known]
        stored = 0
        source = Source(folder, FolderRole.IMPORT.value, state.uidvalidity)
        for batch in Fetcher(max_mail_bytes=MailboxConfig.of(channel).max_mail_bytes).fetch(session, source, wanted):
            began = time.monotonic()
            with db.transaction() as transaction:
                store_raw(transaction, channel.id, [replace(thing, peer=IMPORTED) for thing in batch.things])
            stored += len(batch.things)
            progress(stored, len(wanted))
            time.sleep(min(time.monotonic() - began, 0.25))  # on SQLite nobody else could write meanwhile
    return Imported(len(old), len(known), stored)


def _is_old(received_at: datetime | None, channel: Channel, folder: str) -> bool:
    """Say whether a mail is older than the mailbox on this desk; what came later is taken in by itself."""
    is_read_anyway = any(one.name == folder for one in MailboxConfig.of(channel).folders)
    return not is_read_anyway or received_at is None or received_at < channel.created_at.replace(microsecond=0)


def _signed_in(channel: Channel) -> ImapSession:
    login = login_of(channel, Direction.IN)
    session = ImapSession(MailboxConfig.of(channel).imap)
    try:
        if login.token:
            session.sign_in_with_token(login.username, login.token)
        else:
            session.sign_in(login.username, login.password)
    except BaseException:
        session.close()
        raise
    return session
