"""The loop that reads what is stored of one mailbox."""

import threading
import time
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.email.late_files import store_late_files
from channels.email.reader import MailReadingChild
from channels.email.reading import MailReader
from channels.inlets import Stop
from channels.intake_drain import Drain
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel

LOOK_EVERY_S: Final = 5.0
LATE_EVERY_S: Final = 60.0
REST_AFTER_S: Final = 300.0
LONGEST_PAUSE_S: Final = 30.0

log = structlog.get_logger()


class DrainLoop:
    """Takes in what the mailbox's inlet has stored, what an import brought, and what is replayed."""

    def __init__(
        self,
        channel: Channel,
        fence: Fence,
        *,
        child: MailReadingChild | None = None,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self.child = child or MailReadingChild()
        self._channel = channel
        self._fence = fence
        self._look_every_s = look_every_s
        self._woken = threading.Event()
        self._worked_at = 0.0
        self._late_at = 0.0

    def run(self, stop: Stop) -> None:
        """Drain until told to stop; raises Fenced when another process owns the channel."""
        reader = MailReader(self._channel, self.child)
        drain = Drain(self._channel.id, self._fence, reader, stopping=lambda: stop.stopping)
        pause_s = self._look_every_s
        try:
            while not stop.stopping:
                self._woken.wait(pause_s)
                self._woken.clear()
                pause_s = self._turn(drain, pause_s)
        finally:
            drain.close()
            self.child.close()

    def wake(self) -> None:
        """Have it look now."""
        self._woken.set()

    def _turn(self, drain: Drain, pause_s: float) -> float:
        """Do what there is to do; returns how long to wait for more."""
        try:
            if drain.run():
                self._worked_at = time.monotonic()
            elif time.monotonic() - self._worked_at > REST_AFTER_S:
                drain.apart(self.child.close)
            if time.monotonic() - self._late_at > LATE_EVERY_S:
                self._late_at = time.monotonic()
                drain.apart(lambda: store_late_files(self._channel.id, self.child))
        except Fenced:
            raise
        except (SQLAlchemyError, OSError) as error:
            log.error("mails cannot be taken in now, trying again", channel=self._channel.id, exc_info=error)
            return min(max(pause_s, 0.5) * 2, LONGEST_PAUSE_S)
        except Exception as error:
            log.error("taking in mails failed, going on", channel=self._channel.id, exc_info=error)
            return min(max(pause_s, 0.5) * 2, LONGEST_PAUSE_S)
        return self._look_every_s
