"""Sending what is due on one channel: claim, send outside any transaction, mark."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from channels.base import Adapter, Outgoing, Receipt
from channels.outgoing import abandoned, outgoing
from helpdesk import clock, db, leases
from helpdesk.actions import attempts, delivery
from helpdesk.crash import crash_point
from helpdesk.errors import DeliveryError, Outcome
from helpdesk.leases import Fence
from helpdesk.models import Message

LOCAL_BATCH: Final = 20
FIRST_RETRY_S: Final = 5.0
LONGEST_RETRY_S: Final = 900.0
GIVE_UP_AFTER: Final = timedelta(days=5)  # what mail servers do (RFC 5321, 4.5.4.1)
MARK_TRIES: Final = 40
STOPPED: Final = "The desk stopped while it was sending this."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Post:
    """One channel's way out, owned by this process. tried: called after each claim, before anything is sent."""

    channel_id: int
    adapter: Adapter
    fence: Fence
    stopping: Callable[[], bool] = lambda: False
    tried: Callable[[], None] = lambda: None


def drain(post: Post) -> int:
    """Send what is due until nothing is, in order per thread, and return how much was tried.

    Raises Fenced when another process has taken the channel over.
    """
    tried = 0
    while not post.stopping():
        batch = _claim(post)
        if not batch:
            break
        post.tried()
        for one in batch:
            _deliver(post, one)
        tried += len(batch)
    return tried


def settle_abandoned(post: Post) -> int:
    """Decide about what an earlier owner was sending when it died: put back what is local, the rest is unknown."""
    with db.transaction() as session:
        leases.check(session, post.fence)
        left = abandoned(session, post.channel_id)
        for message_id in left:
            if post.adapter.is_local:
                delivery.put_back(session, message_id, retry_at=clock.now())
            else:
                delivery.mark_unknown(session, message_id, error=STOPPED)
                attempt = session.get_one(Message, message_id).attempt
                attempts.note_try(
                    session,
                    post.channel_id,
                    attempt=attempt,
                    outcome=Outcome.UNKNOWN,
                    detail=STOPPED,
                    message_id=message_id,
                )
    return len(left)


def retry_at(attempt: int, *, after_s: float | None = None) -> datetime:
    """Return when to try again: 5 s doubling to 15 min, spread by half; never before the provider's own wish."""
    pause_s = min(FIRST_RETRY_S * 2 ** max(0, min(attempt, 20) - 1), LONGEST_RETRY_S)
    pause_s *= random.uniform(0.75, 1.25)  # noqa: S311  spreads load, guards nothing
    return clock.now() + timedelta(seconds=max(pause_s, after_s or 0.0))


def _claim(post: Post) -> Sequence[Outgoing]:
    limit = LOCAL_BATCH if post.adapter.is_local else 1
    with db.transaction() as session:
        leases.check(session, post.fence)
        claimed = delivery.claim(session, post.channel_id, owner=post.fence.owner, limit=limit)
        return outgoing(session, [message.id for message in claimed]) if claimed else ()


def _deliver(post: Post, one: Outgoing) -> None:
    crash_point("delivery.claimed")
    try:
        receipt = post.adapter.send(one)
    except DeliveryError as error:
        _note_failure(post, one, error)
    except Exception as error:
        log.error("an adapter failed", channel=post.channel_id, message=one.message_id, exc_info=error)
        outcome = Outcome.NOT_SENT if post.adapter.is_local else Outcome.UNKNOWN
        _note_failure(post, one, DeliveryError(f"Unexpected: {type(error).__name__}", outcome=outcome))
    else:
        crash_point("delivery.sent")
        surely(post, lambda session: _mark_sent(session, post, one, receipt))
    crash_point("delivery.marked")


def _mark_sent(session: Session, post: Post, one: Outgoing, receipt: Receipt) -> None:
    if delivery.mark_sent(session, one.message_id, external_ids=receipt.external_ids):
        post.adapter.note_sent(session, one)
    _note_try(session, post, one, outcome=attempts.SENT, detail=receipt.words)


def _note_failure(post: Post, one: Outgoing, error: DeliveryError) -> None:
    def note(session: Session) -> None:
        if error.outcome is Outcome.UNKNOWN:
            delivery.mark_unknown(session, one.message_id, error=error.detail)
        elif error.outcome is Outcome.REJECTED or _is_too_old(session, one):
            delivery.mark_failed(session, one.message_id, error=error.detail)
        else:
            again = retry_at(one.attempt, after_s=error.retry_after_s)
            delivery.put_back(session, one.message_id, retry_at=again, error=error.detail)
        _note_try(session, post, one, outcome=error.outcome, detail=error.detail)

    surely(post, note)


def _note_try(session: Session, post: Post, one: Outgoing, *, outcome: str, detail: str) -> None:
    if not post.adapter.is_local:
        attempts.note_try(
            session,
            post.channel_id,
            attempt=one.attempt,
            outcome=outcome,
            detail=detail,
            message_id=one.message_id,
        )


def _is_too_old(session: Session, one: Outgoing) -> bool:
    return clock.now() - session.get_one(Message, one.message_id).created_at > GIVE_UP_AFTER


def surely(post: Post, note: Callable[[Session], None]) -> None:
    """Write down what happened even if the database is away for minutes: what was sent must not look unsent."""
    for attempt in range(1, MARK_TRIES + 1):
        try:
            with db.transaction() as session:
                note(session)
        except SQLAlchemyError:
            if attempt == MARK_TRIES or (post.stopping() and attempt > 3):
                raise
            log.warning("cannot write down what became of a reply, trying again", channel=post.channel_id)
            time.sleep(min(0.1 * 2**attempt, 5.0))
        else:
            return
