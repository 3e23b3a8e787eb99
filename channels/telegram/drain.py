"""Taking in the stored updates of one bot: in their order, many at once when many wait, and none stops the next."""

import json
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import structlog
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from channels.inlets import Stop, has_ended
from channels.telegram.facts import Nothing
from channels.telegram.letter import Letter
from channels.telegram.parse import Reading, read_update
from channels.telegram.storing import bell_of
from channels.telegram.taking import Errand, Taken, is_unreadable, stand_in, take_many
from helpdesk import clock, db, leases, queue, raw_things
from helpdesk.bots import BotConfig, Intake
from helpdesk.crash import crash_point
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel, Inbound, InboundState

READ_ROWS: Final = 400
HOLD_S: Final = 0.12  # how long one transaction should keep other writers waiting
MOST_PAUSE_S: Final = 0.1
LOOK_EVERY_S: Final = 1.0
LONGEST_PAUSE_S: Final = 30.0
TRIES: Final = 2
ERROR_CHARS: Final = 500

RawRow = Row[int, bytes | None, str | None]
Read = tuple[int, Reading]

log = structlog.get_logger()


class TelegramDrain:
    """Reads what the inlet, or the webhook in another process, has stored.

    errand: called after the commit with what is to be done at Telegram; taken: when a drain has ended.
    """

    def __init__(
        self,
        channel: Channel,
        fence: Fence,
        *,
        errand: Callable[[Errand], None] = lambda _: None,
        taken: Callable[[], None] = lambda: None,
    ) -> None:
        self._channel_id, self._fence, self._errand, self._taken = channel.id, fence, errand, taken
        self._is_posted = BotConfig.of(channel).intake is Intake.WEBHOOK
        self._woken = threading.Event()
        self._together = 10

    def run(self, stop: Stop) -> None:
        """Drain until told to stop; raises Fenced when another process owns the channel."""
        pause_s = 0.0
        while not stop.stopping:
            self._wait(pause_s)
            try:
                if self.drain(stop):
                    self._taken()
                pause_s = LOOK_EVERY_S
            except Fenced:
                raise
            except (SQLAlchemyError, OSError) as error:
                log.error("updates cannot be taken in now, trying again", channel=self._channel_id, exc_info=error)
                pause_s = min(max(pause_s, 0.5) * 2, LONGEST_PAUSE_S)

    def wake(self) -> None:
        """Have it look now."""
        self._woken.set()

    def drain(self, stop: Stop) -> int:
        """Take in what waits until nothing does, and return how many that were."""
        taken = 0
        while not stop.stopping:
            with db.reading() as session:
                rows = _waiting(session, self._channel_id)
            if not rows:
                break
            batch = [(row.id, _read(row)) for row in rows]
            while batch and not has_ended(stop):
                some, batch = batch[: self._together], batch[self._together :]
                taken += self._store(some, paces=bool(batch) or len(some) > 1)
        return taken

    def _wait(self, pause_s: float) -> None:
        if self._is_posted and queue.redis() is not None:
            queue.wait(bell_of(self._channel_id), min(pause_s, LOOK_EVERY_S) or 0.01)
        else:
            self._woken.wait(pause_s)
        self._woken.clear()

    def _store(self, some: Sequence[Read], *, paces: bool) -> int:
        """Take some in in one transaction, or each in its own when that fails."""
        began = time.monotonic()
        try:
            taken = db.retrying(lambda session: self._take(session, some))
        except Exception as error:
            if _is_desks_own(error):
                raise
            if len(some) > 1:
                return sum(self._store([one], paces=False) for one in some)
            taken = self._insist(some[0], error)
        crash_point("telegram.taken")
        for one in taken:
            if one.errand is not None:
                self._errand(one.errand)
        held_s = time.monotonic() - began
        if paces:
            self._together = max(1, min(READ_ROWS, round(len(some) * HOLD_S / max(held_s, 0.001))))
            time.sleep(min(held_s * 0.5, MOST_PAUSE_S))
        return len(some)

    def _insist(self, one: Read, error: Exception) -> list[Taken]:
        """Try one again; then take in what can be of it, and show the rest to a person."""
        for attempt in range(1, TRIES):
            time.sleep(0.1 * 2**attempt)
            try:
                return db.retrying(lambda session: self._take(session, [one]))
            except Exception as again:
                if _is_desks_own(again):
                    raise
                error = again
        words = _words(error)
        # A statement's text has what the customer wrote in it, which is nothing for a log.
        trace = None if isinstance(error, DBAPIError) else error
        log.error("an update cannot be taken in", channel=self._channel_id, inbound=one[0], error=words, exc_info=trace)
        if isinstance(one[1], Letter):
            less = (one[0], stand_in(one[1], self._channel_id))
            try:
                return db.retrying(lambda session: self._take(session, [less], error=words))
            except Exception as again:
                if _is_desks_own(again):
                    raise
        nothing = (one[0], Nothing("unreadable"))
        return db.retrying(lambda session: self._take(session, [nothing], error=words))

    def _take(self, session: Session, some: Sequence[Read], *, error: str = "") -> list[Taken]:
        leases.check(session, self._fence)
        taken = take_many(session, self._channel_id, [reading for _, reading in some])
        now = clock.now()
        rows: list[dict[str, Any]] = []
        for (raw_id, reading), one in zip(some, taken, strict=True):
            is_bad = bool(error) or is_unreadable(reading)
            rows.append(
                {
                    "_id": raw_id,
                    "_state": InboundState.QUARANTINED if is_bad else InboundState.DONE,
                    "_disposition": one.disposition,
                    "_error": error or ("This update lacks what every update has." if is_bad else None),
                    "_message_id": one.message_id,
                    "_done_at": now,
                }
            )
        session.flush()
        session.connection().execute(_MARK, rows)
        return taken


_TABLE = Inbound.__table__
_MARK = (
    update(_TABLE)  # type: ignore[arg-type]  # a Table, which its own type does not say
    .where(_TABLE.c.id == bindparam("_id"))
    .values(
        state=bindparam("_state"),
        disposition=bindparam("_disposition"),
        error=bindparam("_error"),
        message_id=bindparam("_message_id"),
        done_at=bindparam("_done_at"),
        attempts=_TABLE.c.attempts + 1,
    )
)


def _waiting(session: Session, channel_id: int) -> Sequence[RawRow]:
    return session.execute(
        select(Inbound.id, Inbound.raw, Inbound.blob)
        .where(Inbound.channel_id == channel_id, Inbound.state == InboundState.PENDING)
        .order_by(Inbound.id)
        .limit(READ_ROWS)
    ).all()


def _read(row: RawRow) -> Reading:
    try:
        found = json.loads(raw_things.unpacked(row.raw, row.blob))
    except (OSError, ValueError, zlib.error, RecursionError):
        return Nothing("unreadable")
    return read_update(found) if isinstance(found, dict) else Nothing("unreadable")


def _words(error: Exception) -> str:
    said = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(error).__name__}: {said}"[:ERROR_CHARS]


def _is_desks_own(error: Exception) -> bool:
    """Say whether this is no fault of the update: the lease is lost, the database is away, the disk is full."""
    if isinstance(error, Fenced | OSError | OperationalError):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError) and error.connection_invalidated
