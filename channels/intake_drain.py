"""Turning stored raw things into messages: in their order, many at once when many wait, and none stops the next."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import structlog
from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from helpdesk import clock, db, leases
from helpdesk.actions.receive_many import receive_many
from helpdesk.incoming import IncomingMessage
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Inbound, InboundState, Message
from helpdesk.raw_things import IMPORTED

READ_ROWS: Final = 100
IMPORTED_ROWS: Final = 20
READ_BYTES: Final = 16_000_000
# On a busy machine even one takes longer than it should; smaller batches would only make all of it slower.
LEAST_TOGETHER: Final = 40
HOLD_S: Final = 0.08  # how long one transaction should keep other writers waiting
MOST_PAUSE_S: Final = 0.25
ERROR_CHARS: Final = 500

log = structlog.get_logger()

RawRow = Row[int, str, dict[str, Any] | None, bytes | None, str | None, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a raw thing says. incoming: None for what is no message, such as our own mail coming back.

    With an `error` it could not be read; incoming is then what stands in for it on the desk.
    """

    raw_id: int
    incoming: IncomingMessage | None
    disposition: str
    summary: dict[str, Any] | None = None
    error: str = ""


class RawReader(Protocol):
    """Reads the raw things of one channel; never raises because of what is in them."""

    def read(self, rows: Sequence[RawRow]) -> Sequence[Reading]:
        """Return a reading of each row, in order; may wait for a process or the disk, so never in a transaction."""

    def stand_in(self, row: RawRow, error: str) -> Reading:
        """Return what stands in for a thing that could not be read or stored."""

    def settle(self, session: Session, readings: Sequence[Reading]) -> Sequence[Reading]:
        """Return readings with what only the database can say, in the transaction that takes them in."""

    def note_taken(self, session: Session, reading: Reading, message: Message, *, is_known: bool) -> str:
        """Do what belongs into the transaction that took a thing in, and return what became of it in one word."""


@dataclass(slots=True)
class Drain:
    """One channel's waiting raw things, drained by whoever owns the channel."""

    channel_id: int
    fence: Fence
    reader: RawReader
    stopping: Callable[[], bool] = lambda: False
    _together: int = LEAST_TOGETHER
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="reading"))

    def run(self) -> int:
        """Take in what waits until nothing does and return how many that were; raises Fenced when we own it no more.

        While one batch is stored the next is read.
        """
        taken = 0
        ahead = self._pool.submit(self._read_after, 0)
        while True:
            batch = ahead.result()
            if not batch or self.stopping():
                return taken
            ahead = self._pool.submit(self._read_after, batch[-1][0].id)
            try:
                self._take_in(batch)
            except BaseException:
                ahead.cancel()
                raise
            taken += len(batch)

    def apart(self, work: Callable[[], object]) -> None:
        """Do something in the thread that reads, and wait for it."""
        self._pool.submit(work).result()

    def close(self) -> None:
        """End its helper thread."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _read_after(self, id: int) -> list[tuple[RawRow, Reading]]:
        with db.reading() as session:
            rows = _waiting(session, self.channel_id, after=id)
        return list(zip(rows, self.reader.read(rows), strict=True)) if rows else []

    def _take_in(self, batch: Sequence[tuple[RawRow, Reading]]) -> None:
        at = 0
        while at < len(batch) and not self.stopping():
            some = batch[at : at + self._together]
            at += len(some)
            held_s = self._store(some)
            fits = round(len(some) * HOLD_S / max(held_s, 0.001))
            self._together = max(LEAST_TOGETHER, min(READ_ROWS, fits))
            if at < len(batch) or len(batch) > 1:
                time.sleep(min(held_s, MOST_PAUSE_S))

    def _store(self, some: Sequence[tuple[RawRow, Reading]]) -> float:
        """Store some readings in one transaction, or each in its own when that fails; returns how long it took."""
        began = time.monotonic()
        try:
            db.retrying(lambda session: self._take(session, [reading for _, reading in some]))
        except Exception as error:
            if _is_desks_own(error):
                raise
            if len(some) == 1:
                self._set_aside(*some[0], error)
            else:
                for one in some:
                    self._store([one])
        return time.monotonic() - began

    def _set_aside(self, row: RawRow, reading: Reading, error: Exception) -> None:
        """Quarantine what cannot be stored, with a ticket that says so if the desk takes even that."""
        words = _words(error)
        log.error("a raw thing cannot be taken in", channel=self.channel_id, inbound=row.id, error=words)
        stand_in = self.reader.stand_in(row, words)
        try:
            db.retrying(lambda session: self._take(session, [stand_in]))
        except Exception as again:
            if _is_desks_own(again):
                raise
            empty = Reading(row.id, None, "unreadable", reading.summary, error=words)
            db.retrying(lambda session: self._take(session, [empty]))

    def _take(self, session: Session, readings: Sequence[Reading]) -> None:
        leases.check(session, self.fence)
        newest = session.scalar(select(func.max(Message.id))) or 0
        readings = self.reader.settle(session, readings)
        told = [reading for reading in readings if reading.incoming is not None]
        messages = receive_many(session, [reading.incoming for reading in told if reading.incoming])
        became: dict[int, Message | None] = dict(zip((one.raw_id for one in told), messages, strict=True))
        self._mark(session, readings, became, newest)

    def _mark(
        self, session: Session, readings: Sequence[Reading], became: dict[int, Message | None], newest: int
    ) -> None:
        now = clock.now()
        rows: list[dict[str, Any]] = []
        seen: set[int] = set()
        for reading in readings:
            message, disposition = became.get(reading.raw_id), reading.disposition
            if message is not None:
                is_known = message.id <= newest or message.id in seen
                disposition = self.reader.note_taken(session, reading, message, is_known=is_known)
                seen.add(message.id)
            rows.append(
                {
                    "_id": reading.raw_id,
                    "_state": InboundState.QUARANTINED if reading.error else InboundState.DONE,
                    "_disposition": disposition,
                    "_error": reading.error or None,
                    "_summary": reading.summary,
                    "_message_id": message.id if message is not None else None,
                    "_done_at": now,
                }
            )
        session.flush()
        session.connection().execute(_MARK, rows)


_MARK = (
    update(Inbound.__table__)  # type: ignore[arg-type]  # a Table, which its own type does not say
    .where(Inbound.__table__.c.id == bindparam("_id"))
    .values(
        state=bindparam("_state"),
        disposition=bindparam("_disposition"),
        error=bindparam("_error"),
        summary=bindparam("_summary"),
        message_id=bindparam("_message_id"),
        done_at=bindparam("_done_at"),
        attempts=Inbound.__table__.c.attempts + 1,
    )
)

RAW_COLUMNS: Final = (
    Inbound.id,
    Inbound.key,
    Inbound.payload,
    Inbound.raw,
    Inbound.blob,
    Inbound.size,
    Inbound.content_hash,
    Inbound.received_at,
)


def _waiting(session: Session, channel_id: int, *, after: int) -> list[RawRow]:
    """Return the oldest waiting things, at least one and at most as many as fit into memory together.

    What is taken over from old times waits until nothing new does, and then comes in few at a time.
    """
    waiting = (
        select(*RAW_COLUMNS)
        .where(Inbound.channel_id == channel_id, Inbound.state == InboundState.PENDING, Inbound.id > after)
        .order_by(Inbound.id)
    )
    found = session.execute(waiting.where(Inbound.peer != IMPORTED).limit(READ_ROWS)).all()
    if not found:
        found = session.execute(waiting.where(Inbound.peer == IMPORTED).limit(IMPORTED_ROWS)).all()
    rows: list[RawRow] = []
    size = 0
    for row in found:
        size += row.size or 0
        if rows and size > READ_BYTES:
            break
        rows.append(row)
    return rows


def _words(error: Exception) -> str:
    """Return what went wrong without the statement and its values: they hold what the mail says."""
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {type(error.orig).__name__}"
    return f"{type(error).__name__}: {error}"[:ERROR_CHARS]


def _is_desks_own(error: Exception) -> bool:
    """Say whether this is no fault of the thing: the lease is lost, the database is away, the disk is full."""
    if isinstance(error, Fenced | OSError | OperationalError):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError) and error.connection_invalidated
