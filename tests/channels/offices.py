"""A provider as its adapter sees it: takes what it is given, and fails as it is told."""

import threading

from sqlalchemy.orm import Session

from channels.base import ConnectionTest, Outgoing, Receipt
from helpdesk.errors import DeliveryError, Outcome
from helpdesk.models import Channel, ChannelKind

Failure = DeliveryError | RuntimeError


def failure(outcome: Outcome, words: str = "451 later", *, retry_after_s: float | None = None) -> DeliveryError:
    """Return what an adapter raises when a provider answers so."""
    return DeliveryError(words, outcome=outcome, retry_after_s=retry_after_s)


class Office:
    """Keeps what it was given in order of arrival; `failures` are raised first, by the text of the message."""

    kind = ChannelKind.EMAIL
    is_local = False

    def __init__(self, *, slots: int = 1, failures: dict[str, list[Failure]] | None = None) -> None:
        self.slots = slots
        self.given: list[str] = []
        self.at_once = 0
        self._failures = failures or {}
        self._lock = threading.Lock()
        self._busy = 0
        self.open = threading.Event()
        self.open.set()

    def send(self, outgoing: Outgoing) -> Receipt:
        with self._lock:
            self._busy += 1
            self.at_once = max(self.at_once, self._busy)
        self.open.wait(10)
        with self._lock:
            self._busy -= 1
            waiting = self._failures.get(outgoing.text)
            if waiting:
                raise waiting.pop(0)
            self.given.append(outgoing.text)
        return Receipt([f"<{outgoing.message_id}@office>"], "250 taken")

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        pass

    def test_connection(self) -> ConnectionTest:
        return ConnectionTest(is_working=True)

    def close(self) -> None:
        pass


def at_work(channel: Channel) -> Office:
    """Serve a channel by the office a test has opened; its name goes into the registry."""
    return OPEN[channel.id]


OPEN: dict[int, Office] = {}
