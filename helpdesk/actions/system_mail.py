"""Mails of the desk itself, which belong to no ticket: written as rows, sent by the gateway, once.

A link with a token must not lie in the database: the texts hold a placeholder, and the link is among the secrets until
the mail has gone.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, queue, secrets, settings
from helpdesk.actions import automatic
from helpdesk.actions.automatic import Planned
from helpdesk.actions.holding import LONG_AGO
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import (
    Channel,
    ChannelKind,
    DeliveryAttempt,
    DeliveryState,
    SideMessage,
    SideThread,
    SystemMail,
    Ticket,
)
from helpdesk.models.deliveries import DELIVERY_MOVES, UNDELIVERED
from helpdesk.permissions import SYSTEM
from helpdesk.tokens import new_name

ERROR_CHARS: Final = 500
SIDE: Final = "side"  # a mail of a side thread, which a person wrote
FORGET_AFTER: Final = timedelta(days=30)
# Built once: asked every other second for ever.
_NEXT_DUE: Final = select(func.min(func.coalesce(SystemMail.next_attempt_at, LONG_AGO))).where(
    UNDELIVERED, SystemMail.delivery_state == DeliveryState.QUEUED
)

_placeholder = re.compile(r"\[\[secret:([0-9a-f]{32})\]\]")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a mail of the desk says, to whom; kind names what it is for. link: shown where the texts say {link}."""

    kind: str
    key: str
    address: str
    name: str
    subject: str
    text: str
    html: str
    link: str = ""
    expires_at: datetime | None = None


def mailbox(session: Session) -> Channel | None:
    """Return the mailbox that mails of the desk go out by: the one set, else the first; None when there is none."""
    wanted = settings.get(session, "system_mailbox_id")
    usable = select(Channel).where(Channel.kind == ChannelKind.EMAIL, Channel.is_paused.is_(False))
    chosen = session.scalar(usable.where(Channel.id == wanted)) if wanted is not None else None
    return chosen or session.scalar(usable.order_by(Channel.id).limit(1))


def post(session: Session, draft: Draft) -> SystemMail | None:
    """Queue a mail; the same key again returns the first. None when there is no mailbox or the gate says no."""
    known = session.scalar(select(SystemMail).where(SystemMail.key == draft.key))
    channel = mailbox(session)
    if known is not None or channel is None:
        return known
    planned = Planned(kind=draft.kind, address=draft.address, channel_id=channel.id)
    if not automatic.may_send(session, planned):
        return None
    shown = f"[[secret:{secrets.store(session, draft.link.encode())}]]" if draft.link else ""
    mail = SystemMail(
        key=draft.key,
        kind=draft.kind,
        address=draft.address,
        name=draft.name,
        subject=draft.subject,
        text=draft.text.replace("{link}", shown),
        html=draft.html.replace("{link}", shown),
        mail_id=f"<{new_name()}@{MailboxConfig.of(channel).domain}>",
        expires_at=draft.expires_at,
        created_at=clock.now(),
    )
    session.add(mail)
    session.flush()
    db.after_commit(session, "gateway", lambda: queue.signal("gateway"))
    return mail


def revealed(session: Session, text: str) -> str:
    """Return a text with its links in place."""
    return _placeholder.sub(lambda found: secrets.reveal(session, found[1]).decode(), text)


def claim(session: Session, *, owner: str) -> SystemMail | None:
    """Claim the oldest mail that is due and mark it sending; one that is not worth sending any more fails."""
    now = clock.now()
    expired = select(SystemMail).where(UNDELIVERED, _is_queued(), SystemMail.expires_at <= now).limit(100)
    for mail in session.scalars(expired):
        _move(session, mail, DeliveryState.FAILED, error="It was not sent in time.")
    due = or_(SystemMail.next_attempt_at.is_(None), SystemMail.next_attempt_at <= now)
    wanted = select(SystemMail.id).where(UNDELIVERED, _is_queued(), due)
    mail_id = session.scalar(wanted.order_by(SystemMail.id).limit(1))
    if mail_id is None:
        return None
    values = {"delivery_state": DeliveryState.SENDING, "claimed_by": owner, "attempt": SystemMail.attempt + 1}
    claimed = update(SystemMail).where(SystemMail.id == mail_id, _is_queued())
    if db.changed(session, claimed.values(values)) != 1:
        return None
    return session.get_one(SystemMail, mail_id, populate_existing=True)


def next_due_at(session: Session) -> datetime | None:
    """Return when the next queued mail falls due (it may be past), None when nothing is queued."""
    found: datetime | None = session.scalar(_NEXT_DUE)
    return found


def mark_sent(session: Session, mail_id: int) -> None:
    """Note that the next hop took a mail."""
    _move(session, session.get_one(SystemMail, mail_id), DeliveryState.SENT)


def mark_failed(session: Session, mail_id: int, *, error: str) -> None:
    """Note that a mail was refused for good."""
    _move(session, session.get_one(SystemMail, mail_id), DeliveryState.FAILED, error=error)


def mark_unknown(session: Session, mail_id: int, *, error: str) -> None:
    """Note that nobody can know whether a mail went out; it is not sent again, who misses it asks for another."""
    _move(session, session.get_one(SystemMail, mail_id), DeliveryState.UNKNOWN, error=error)


def put_back(session: Session, mail_id: int, *, retry_at: datetime, error: str) -> None:
    """Queue a mail again that certainly was not sent."""
    mail = session.get_one(SystemMail, mail_id)
    if mail.delivery_state is DeliveryState.SENDING:
        mail.delivery_state, mail.claimed_by = DeliveryState.QUEUED, None
        mail.tried_at, mail.next_attempt_at = clock.now(), retry_at
        mail.delivery_error = error[:ERROR_CHARS]


def left_sending(session: Session) -> list[int]:
    """Return the mails marked as being sent; who owns the mailbox knows that nobody sends them."""
    return list(
        session.scalars(select(SystemMail.id).where(UNDELIVERED, SystemMail.delivery_state == DeliveryState.SENDING))
    )


def forget_old(session: Session) -> None:
    """Delete what went out, or failed, more than thirty days ago."""
    over = SystemMail.delivery_state.notin_((DeliveryState.QUEUED, DeliveryState.SENDING))
    # A side thread goes on showing what became of its mails.
    old = select(SystemMail.id).where(SystemMail.created_at < clock.now() - FORGET_AFTER, over, SystemMail.kind != SIDE)
    old = old.limit(500)
    ids = session.scalars(old).all()
    session.execute(delete(DeliveryAttempt).where(DeliveryAttempt.system_mail_id.in_(ids)))
    session.execute(delete(SystemMail).where(SystemMail.id.in_(ids)))


def _tell_side(session: Session, mail: SystemMail) -> None:
    found = select(SideThread.id, Ticket).join(Ticket, Ticket.id == SideThread.ticket_id)
    row = session.execute(
        found.join(SideMessage, SideMessage.side_id == SideThread.id).where(SideMessage.system_mail_id == mail.id)
    ).first()
    if row is not None:
        side_id, ticket = row
        events.record(session, "side.delivered", by=SYSTEM, ticket=ticket, data={"side_id": side_id})


def _is_queued() -> ColumnElement[bool]:
    return SystemMail.delivery_state == DeliveryState.QUEUED


def _move(session: Session, mail: SystemMail, state: DeliveryState, *, error: str = "") -> None:
    if state not in DELIVERY_MOVES[mail.delivery_state]:
        return
    mail.delivery_state, mail.claimed_by = state, None
    mail.delivery_error = error[:ERROR_CHARS] or None
    if state is DeliveryState.SENT:
        mail.sent_at = clock.now()
    if mail.kind == SIDE:
        _tell_side(session, mail)
    for secret_id in {*_placeholder.findall(mail.text), *_placeholder.findall(mail.html)}:
        secrets.forget(session, secret_id)
