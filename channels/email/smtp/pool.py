"""Connections to one submission server, kept for a minute after use."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from channels.email.smtp.session import Envelope, GoneStale, SmtpSession

KEEP_S: Final = 60.0
MAX_MAILS: Final = 50  # what servers commonly take in one connection


@dataclass(frozen=True, slots=True)
class _Idle:
    session: SmtpSession
    since: float


class SmtpPool:
    """Lends each mail a connection of its own; several threads may send at once."""

    def __init__(self, open_session: Callable[[], SmtpSession], *, keep_s: float = KEEP_S) -> None:
        self._open = open_session
        self._keep_s = keep_s
        self._idle: list[_Idle] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._closed = False

    def send(self, envelope: Envelope) -> str:
        """Hand over a mail and return the server's words; DeliveryError or MailTrouble otherwise."""
        session = self._take() or self._open()
        try:
            words = session.send(envelope)
        except GoneStale:
            session.abandon()
            session = self._open()
            words = self._send_or_abandon(session, envelope)
        except BaseException:
            session.abandon()
            raise
        self._give_back(session)
        return words

    def close(self) -> None:
        """Close what is idle; what is lent out is closed when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            if self._timer is not None:
                self._timer.cancel()
        for one in idle:
            one.session.close()

    def _send_or_abandon(self, session: SmtpSession, envelope: Envelope) -> str:
        try:
            return session.send(envelope)
        except BaseException:
            session.abandon()
            raise

    def _take(self) -> SmtpSession | None:
        with self._lock:
            fresh = [one for one in self._idle if time.monotonic() - one.since < self._keep_s]
            if not fresh:
                return None
            newest = fresh[-1]
            self._idle.remove(newest)
            return newest.session

    def _give_back(self, session: SmtpSession) -> None:
        with self._lock:
            if not self._closed and session.sent < MAX_MAILS:
                self._idle.append(_Idle(session, time.monotonic()))
                self._watch()
                return
        session.close()

    def _watch(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(self._keep_s, self._drop_old)
            self._timer.daemon = True
            self._timer.start()

    def _drop_old(self) -> None:
        with self._lock:
            self._timer = None
            old = [one for one in self._idle if time.monotonic() - one.since >= self._keep_s]
            self._idle = [one for one in self._idle if one not in old]
            if self._idle and not self._closed:
                self._watch()
        for one in old:
            one.session.close()
