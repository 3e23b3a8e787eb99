"""How a mailbox's way in is doing, noted for people: not every hiccup, and not every second."""

import time
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.email.trouble import MailTrouble, Trouble
from helpdesk import db
from helpdesk.actions import channel_health
from helpdesk.models import Direction

NOTE_EVERY_S: Final = 60.0
# Networks hiccup and servers restart; these are worth a word only when they happen twice in a row.
PASSING: Final = frozenset({Trouble.TIMEOUT, Trouble.CONNECTION_REFUSED, Trouble.UNREACHABLE, Trouble.HOST_UNKNOWN})

log = structlog.get_logger()


class MailboxHealth:
    """What the inlet of one mailbox says of itself; only one thread may use it."""

    def __init__(self, channel_id: int) -> None:
        self._channel_id = channel_id
        self._failures = 0
        self._working_until = 0.0

    def note_working(self) -> None:
        """Note that everything was read; written at most once a minute."""
        self._failures = 0
        if time.monotonic() < self._working_until:
            return
        with db.transaction() as session:
            channel_health.note_working(session, self._channel_id, Direction.IN)
        self._working_until = time.monotonic() + NOTE_EVERY_S

    def note_trouble(self, trouble: MailTrouble) -> None:
        """Note what is wrong; never raises."""
        self._failures += 1
        log.warning("mailbox in trouble", channel=self._channel_id, code=trouble.kind.value, detail=trouble.words)
        if trouble.kind in PASSING and self._failures < 2:
            return
        self._working_until = 0.0
        try:
            with db.transaction() as session:
                channel_health.note_trouble(
                    session, self._channel_id, Direction.IN, code=trouble.kind.value, detail=trouble.words
                )
        except SQLAlchemyError as error:
            log.error("trouble could not be noted", channel=self._channel_id, exc_info=error)
