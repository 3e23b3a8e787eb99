"""The gateway: owns channels by lease and carries their messages. It never ends by itself."""

import time
from collections.abc import Callable
from typing import Final, Protocol

import structlog
from sqlalchemy.orm import Session

from channels.outgoing import channels_with_work, served_channels
from channels.owned import OwnedChannel
from channels.registry import is_served
from helpdesk import clock, db, leases, queue
from helpdesk.actions import delivery, system_mail
from helpdesk.actions.release import release_due
from helpdesk.errors import DeskError
from helpdesk.models import Channel

LOOK_EVERY_S: Final = 2.0
OWN_EVERY_S: Final = leases.TTL_S / 3
LONGEST_PAUSE_S: Final = 10.0

log = structlog.get_logger()


class Stop(Protocol):
    """Says when to end."""

    @property
    def stopping(self) -> bool: ...
    def wait(self, timeout_s: float) -> bool: ...


def run(stop: Stop, *, owner: str, turning: Callable[[], object] = lambda: None) -> None:
    """Carry messages until it is time to stop.

    owner: the same after a restart, so that leases are retaken at once; turning: called at every turn.
    """
    gateway = Gateway(owner)
    pause_s = 0.2
    while not stop.stopping:
        turning()
        try:
            gateway.turn()
            pause_s = 0.2
        except Exception as error:
            log.error("gateway turn failed, going on", in_s=pause_s, exc_info=error)
            stop.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
    gateway.close()


class Gateway:
    """The channels this process owns, looked after turn by turn."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._owned: dict[int, OwnedChannel] = {}
        self._own_at = 0.0

    def turn(self) -> None:
        """Send what is due, then wait for a signal, at most 2 s or until the next reply falls due."""
        if time.monotonic() >= self._own_at:
            self._own()
            self._own_at = time.monotonic() + OWN_EVERY_S
        pause_s = self._look()
        if pause_s > 0:
            queue.wait("gateway", pause_s)

    def close(self) -> None:
        """Finish what is under way and give the leases up."""
        for channel in self._owned.values():
            channel.close()
        self._owned.clear()

    def _own(self) -> None:
        with db.reading() as session:
            wanted = {id: one for id, one in served_channels(session).items() if is_served(one.kind)}
        for id, channel in list(self._owned.items()):
            kept = id in wanted and channel.is_like(wanted[id]) and not channel.lost
            if not kept or not leases.renew(channel.fence):
                del self._owned[id]
                channel.retire()
        for id, row in wanted.items():
            if id not in self._owned:
                self._take(row)

    def _take(self, row: Channel) -> None:
        fence = leases.acquire(f"channel:{row.id}", self._owner)
        if fence is None:
            return
        try:
            channel = OwnedChannel(row, fence)
        except (ValueError, LookupError, DeskError) as error:
            # One channel that is set up wrongly must not keep the others from working.
            log.error("a channel cannot be served as it is set up", channel=row.id, exc_info=error)
            return
        channel.settle()
        self._owned[row.id] = channel
        channel.take_in()
        channel.nudge()

    def _look(self) -> float:
        with db.reading() as session:
            due_in_s = _due_in_s(session)
            if due_in_s is None:
                return LOOK_EVERY_S
            if due_in_s > 0:
                return min(due_in_s, LOOK_EVERY_S)
            ready = channels_with_work(session) | _system_mailbox(session)
        with db.transaction() as session:
            release_due(session)
        for id in ready & self._owned.keys():
            self._owned[id].nudge()
        return LOOK_EVERY_S


def _system_mailbox(session: Session) -> set[int]:
    due = system_mail.next_due_at(session)
    mailbox = system_mail.mailbox(session) if due is not None and due <= clock.now() else None
    return set() if mailbox is None else {mailbox.id}


def _due_in_s(session: Session) -> float | None:
    dues = [due for due in (delivery.next_due_at(session), system_mail.next_due_at(session)) if due is not None]
    return (min(dues) - clock.now()).total_seconds() if dues else None
