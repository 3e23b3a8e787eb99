"""Telling who wrote a mail that it has arrived: once per ticket, in words that are all ours."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, i18n, settings
from helpdesk.actions import automatic, automatic_letters
from helpdesk.actions.access import open_ticket
from helpdesk.actions.automatic import Planned
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import AutomaticMail, Category, Channel, ChannelKind, Customer, SenderProof, Ticket
from helpdesk.permissions import SYSTEM

KIND: Final = "acknowledgement"
DECLINED: Final = "no_acknowledgement"
WITHIN: Final = timedelta(minutes=30)  # later it would only puzzle
PATIENCE: Final = timedelta(seconds=10)  # for the language to be found
BATCH: Final = 100


def acknowledge_new() -> int:
    """Acknowledge what came by mail a moment ago, where a mailbox is set to; return how many letters were written."""
    with db.reading() as session:
        waiting = _waiting(session)
    written = 0
    for ticket_id in waiting:
        with db.transaction() as session:
            written += acknowledge(session, ticket_id)
    return written


def acknowledge(session: Session, ticket_id: int) -> bool:
    """Acknowledge a ticket unless that was decided before; return whether a letter was written."""
    ticket = open_ticket(session, ticket_id, by=SYSTEM)
    if session.scalar(_decided(ticket_id)) is not None:
        return False
    if _write(session, ticket):
        return True
    session.add(
        AutomaticMail(
            channel_id=ticket.channel_id, ticket_id=ticket_id, address="", kind=DECLINED, created_at=clock.now()
        )
    )
    return False


def _waiting(session: Session) -> list[int]:
    mailboxes = select(Channel).where(Channel.kind == ChannelKind.EMAIL, Channel.is_paused.is_(False))
    wanted = [one.id for one in session.scalars(mailboxes) if MailboxConfig.of(one).acknowledge]
    if not wanted:
        return []
    now = clock.now()
    found = session.execute(
        select(Ticket.id, Ticket.classified_at, Ticket.created_at)
        .where(
            Ticket.category.in_((Category.NEW, Category.OPEN)),
            Ticket.last_message_at > now - WITHIN,
            Ticket.created_at > now - WITHIN,
            Ticket.channel_id.in_(wanted),
            Ticket.spam_at.is_(None),
            ~_decided(Ticket.id).exists(),
        )
        .order_by(Ticket.id)
        .limit(BATCH)
    )
    # Older than new, or from before the clock was set back.
    return [id for id, classified_at, made_at in found if classified_at or abs(now - made_at) > PATIENCE]


def _decided(ticket_id: Any) -> Select[int]:  # an id, or the column of an outer query
    return select(AutomaticMail.id).where(
        AutomaticMail.ticket_id == ticket_id, AutomaticMail.kind.in_((KIND, DECLINED))
    )


def _write(session: Session, ticket: Ticket) -> bool:
    found = automatic_letters.first_mail(session, ticket)
    if found is None:
        return False
    thread, message, mail = found
    config = MailboxConfig.of(session.get_one(Channel, thread.channel_id))
    is_verified = mail.sender is SenderProof.VERIFIED
    if message.is_auto or not config.acknowledge or not (is_verified or config.acknowledge_unverified):
        return False
    planned = Planned(
        kind=KIND,
        address=mail.from_address,
        channel_id=thread.channel_id,
        ticket_id=ticket.id,
        is_verified=is_verified,
        answers=mail,
    )
    if not automatic.may_send(session, planned):
        return False
    language = ticket.language or session.get_one(Customer, ticket.customer_id).language
    desk = config.from_name or settings.get(session, "desk_name")
    automatic_letters.write(
        session,
        ticket,
        thread,
        kind=KIND,
        subject=i18n.text(language, "acknowledgement.subject", desk=desk, number=ticket.number),
        text=i18n.text(language, "acknowledgement.text", number=ticket.number),
        answered=mail,
    )
    return True
