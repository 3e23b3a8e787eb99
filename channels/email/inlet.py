"""Taking in one mailbox: connect, sign in, read every folder, wait for more, and connect again when that breaks."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.email.config import Auth, MailboxConfig
from channels.email.folder_reader import FolderReader
from channels.email.imap import ImapSession
from channels.email.imap_errors import ImapTrouble, Refused
from channels.email.logins import login_of
from channels.email.mailbox_health import MailboxHealth
from channels.email.trouble import MailTrouble, Trouble
from channels.inlets import Stop, has_ended
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel, Direction, FolderRole

STEADY_AFTER_S: Final = 10.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. poll: how often every folder is looked at, whatever IDLE says.

    pause: between tries to connect, doubling; flapping: the longest one while connections come about, though they break.
    """

    poll_s: float = 60.0
    connect_s: float = 10.0
    read_s: float = 60.0
    first_pause_s: float = 1.0
    flapping_pause_s: float = 30.0
    longest_pause_s: float = 300.0


class EmailInlet:
    """One mailbox's way in. stored: called after mails were stored and committed."""

    def __init__(
        self, channel: Channel, fence: Fence, *, stored: Callable[[], None] = lambda: None, pace: Pace | None = None
    ) -> None:
        self._channel = channel
        self._config = MailboxConfig.of(channel)
        self._pace = pace or Pace()
        self._reader = FolderReader(channel, fence, stored=stored)
        self._health = MailboxHealth(channel.id)
        self._session: ImapSession | None = None
        self._lock = threading.Lock()
        self._has_looked = False
        self._needs_new_token = False

    def run(self, stop: Stop) -> None:
        """Take in mail until told to stop, connecting again with growing pauses; raises Fenced when we own it no more."""
        pause_s = self._pace.first_pause_s
        while not stop.stopping:
            began = time.monotonic()
            self._try(stop)
            if time.monotonic() - began > max(STEADY_AFTER_S, 2 * pause_s):
                pause_s = self._pace.first_pause_s
            stop.wait(pause_s * random.uniform(0.75, 1.25))  # noqa: S311  spreads load, guards nothing
            longest_s = self._pace.flapping_pause_s if self._has_looked else self._pace.longest_pause_s
            pause_s = min(pause_s * 2, longest_s)

    def wake(self) -> None:
        """End a wait for mail."""
        with self._lock:
            if self._session is not None:
                self._session.wake()

    def _try(self, stop: Stop) -> None:
        try:
            self._connected(stop)
        except MailTrouble as trouble:
            # A token may be refused before its time; a fresh one is asked for once.
            is_token = trouble.kind is Trouble.LOGIN_REFUSED and self._config.auth is not Auth.PASSWORD
            self._needs_new_token = is_token and not self._needs_new_token
            self._health.note_trouble(trouble)
        except ImapTrouble as trouble:
            self._health.note_trouble(MailTrouble(Trouble.UNREACHABLE, trouble.detail))
        except Fenced:
            raise
        except (SQLAlchemyError, OSError) as error:
            log.error("mail cannot be stored now, trying again", channel=self._channel.id, exc_info=error)
        except Exception as error:
            log.error("taking in mail failed, going on", channel=self._channel.id, exc_info=error)
            self._health.note_trouble(MailTrouble(Trouble.NOT_UNDERSTOOD, type(error).__name__))

    def _connected(self, stop: Stop) -> None:
        self._has_looked = False
        self._reader.begin_connection()
        login = login_of(self._channel, Direction.IN, anew=self._needs_new_token)
        with ImapSession(self._config.imap, connect_s=self._pace.connect_s, read_s=self._pace.read_s) as session:
            with self._lock:
                self._session = session
            try:
                if login.token:
                    session.sign_in_with_token(login.username, login.token)
                else:
                    session.sign_in(login.username, login.password)
                self._needs_new_token = False
                while not stop.stopping:
                    self._look_everywhere(session, stop)
                    if not stop.stopping:
                        session.wait(self._pace.poll_s)
            finally:
                with self._lock:
                    self._session = None

    def _look_everywhere(self, session: ImapSession, stop: Stop) -> None:
        """Read every folder; the inbox last, since it stays open for waiting."""
        folders = sorted(self._config.folders, key=lambda folder: folder.role is FolderRole.INBOX)
        refused: list[MailTrouble] = []
        for folder in folders:
            if has_ended(stop):
                return
            try:
                self._reader.look(session, folder, stop)
            except Refused as refusal:
                refused.append(MailTrouble(Trouble.FOLDER_MISSING, f"{folder.name}: {refusal.detail}"))
        self._has_looked = len(refused) < len(folders)
        if not self._has_looked:
            raise refused[0]
        if refused:
            self._health.note_trouble(refused[0])
        else:
            self._health.note_working()
