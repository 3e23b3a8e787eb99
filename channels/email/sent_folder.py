"""The mailbox's own Sent folder: keeping a copy there, and looking whether a mail of ours got as far."""

from typing import Final

import structlog

from channels.email.config import Auth, MailboxConfig
from channels.email.imap import ImapSession
from channels.email.logins import login_of
from channels.email.mime.headers import Headers
from helpdesk.errors import DeskError
from helpdesk.models import Channel, Direction

NAMES: Final = ("Sent", "Sent Items", "Sent Messages", "Sent Mail", "INBOX.Sent", "Отправленные", "Надіслані")
NEWEST: Final = 200

log = structlog.get_logger()


def keep_copy(channel: Channel, data: bytes) -> bool:
    """Put a copy of a sent mail into the Sent folder; return whether it is there. A failure harms nothing."""
    try:
        with _session(channel) as session:
            folder = _sent_folder(session)
            if folder is None:
                return False
            session.append(folder, data)
            return True
    except DeskError as error:
        log.warning("no copy in the Sent folder", channel=channel.id, error=error.detail)
        return False


def has_sent(channel: Channel, mail_id: str) -> bool | None:
    """Say whether a mail of ours is among the newest of the Sent folder; None when there is no such folder.

    Not finding it proves nothing unless the provider keeps copies itself. Headers are never searched by the server.
    """
    with _session(channel) as session:
        folder = _sent_folder(session)
        if folder is None:
            return None
        state = session.open(folder, readonly=True)
        first = max(1, state.uidnext - NEWEST) if state.uidnext else 1
        for uid in reversed(session.uids(first)[-NEWEST:]):
            if Headers.read(session.head(uid)).get("message-id") == mail_id:
                return True
        return False


def _session(channel: Channel) -> ImapSession:
    config, login = MailboxConfig.of(channel), login_of(channel, Direction.IN)
    session = ImapSession(config.imap)
    try:
        if config.auth is Auth.PASSWORD:
            session.sign_in(login.username, login.password)
        else:
            session.sign_in_with_token(login.username, login.token)
    except BaseException:
        session.close()
        raise
    return session


def _sent_folder(session: ImapSession) -> str | None:
    folders = session.folders()
    marked = [one.name for one in folders if "\\sent" in one.flags]
    named = [name for name in NAMES if name in {one.name for one in folders}]
    return next(iter([*marked, *named]), None)
