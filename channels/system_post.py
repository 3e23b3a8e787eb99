"""Sending the mails of the desk itself, by the mailbox the settings name: claim, send, mark."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from channels.base import Postman, SystemLetter
from channels.delivery import GIVE_UP_AFTER, STOPPED, Post, retry_at, surely
from helpdesk import clock, db, leases
from helpdesk.actions import attempts, system_mail
from helpdesk.crash import crash_point
from helpdesk.errors import DeliveryError, Outcome
from helpdesk.models import SystemMail

log = structlog.get_logger()


def drain_system(post: Post) -> int:
    """Send what is due until nothing is, if this channel is the mailbox for it; return how much was tried."""
    tried = 0
    while not post.stopping():
        letter = _claim(post)
        if letter is None:
            break
        _deliver(post, letter)
        tried += 1
    return tried


def settle_abandoned_system(post: Post) -> None:
    """Decide about what an earlier owner was sending when it died: nobody can know."""
    with db.transaction() as session:
        leases.check(session, post.fence)
        if _is_ours(session, post):
            for mail_id in system_mail.left_sending(session):
                system_mail.mark_unknown(session, mail_id, error=STOPPED)


def _claim(post: Post) -> SystemLetter | None:
    if not isinstance(post.adapter, Postman):
        return None
    with db.reading() as session:
        due = system_mail.next_due_at(session)
        if due is None or due > clock.now() or not _is_ours(session, post):
            return None
    with db.transaction() as session:
        leases.check(session, post.fence)
        mail = system_mail.claim(session, owner=post.fence.owner)
        return None if mail is None else _letter(session, mail)


def _letter(session: Session, mail: SystemMail) -> SystemLetter:
    return SystemLetter(
        system_mail_id=mail.id,
        mail_id=mail.mail_id,
        address=mail.address,
        name=mail.name,
        subject=mail.subject,
        text=system_mail.revealed(session, mail.text),
        html=system_mail.revealed(session, mail.html),
        attempt=mail.attempt,
        headers=mail.headers,
    )


def _deliver(post: Post, letter: SystemLetter) -> None:
    assert isinstance(post.adapter, Postman)
    crash_point("delivery.claimed")
    try:
        receipt = post.adapter.send_system(letter)
    except DeliveryError as error:
        _note_failure(post, letter, error)
    except Exception as error:
        log.error("an adapter failed", channel=post.channel_id, system_mail=letter.system_mail_id, exc_info=error)
        _note_failure(post, letter, DeliveryError(f"Unexpected: {type(error).__name__}", outcome=Outcome.UNKNOWN))
    else:
        crash_point("delivery.sent")
        surely(post, lambda session: _mark_sent(session, post, letter, words=receipt.words))


def _mark_sent(session: Session, post: Post, letter: SystemLetter, *, words: str) -> None:
    system_mail.mark_sent(session, letter.system_mail_id)
    _note_try(session, post, letter, outcome=attempts.SENT, detail=words)


def _note_failure(post: Post, letter: SystemLetter, error: DeliveryError) -> None:
    def note(session: Session) -> None:
        mail_id = letter.system_mail_id
        if error.outcome is Outcome.UNKNOWN:
            system_mail.mark_unknown(session, mail_id, error=error.detail)
        elif error.outcome is Outcome.REJECTED or _made_at(session, mail_id) < clock.now() - GIVE_UP_AFTER:
            system_mail.mark_failed(session, mail_id, error=error.detail)
        else:
            again = retry_at(letter.attempt, after_s=error.retry_after_s)
            system_mail.put_back(session, mail_id, retry_at=again, error=error.detail)
        _note_try(session, post, letter, outcome=error.outcome, detail=error.detail)

    surely(post, note)


def _note_try(session: Session, post: Post, letter: SystemLetter, *, outcome: str, detail: str) -> None:
    attempts.note_try(
        session,
        post.channel_id,
        attempt=letter.attempt,
        outcome=outcome,
        detail=detail,
        system_mail_id=letter.system_mail_id,
    )


def _made_at(session: Session, mail_id: int) -> datetime:
    return session.get_one(SystemMail, mail_id).created_at


def _is_ours(session: Session, post: Post) -> bool:
    ours = system_mail.mailbox(session)
    return ours is not None and ours.id == post.channel_id
