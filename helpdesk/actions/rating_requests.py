"""Asking for ratings by mail or in a chat with a bot, once after a ticket is resolved."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, i18n, settings
from helpdesk.actions import automatic, automatic_letters, ratings, unsubscribing
from helpdesk.actions.access import open_ticket
from helpdesk.actions.automatic import Planned
from helpdesk.actions.telegram import rating_letters
from helpdesk.bots import BotConfig
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import (
    AutomaticMail,
    Category,
    Channel,
    ChannelKind,
    Customer,
    Message,
    MessageKind,
    Rating,
    SenderProof,
    Ticket,
)
from helpdesk.permissions import SYSTEM
from helpdesk.tokens import hash_token

KIND: Final = "rating"
DECLINED: Final = "no_rating"
LIFE: Final = timedelta(days=14)
WITHIN: Final = timedelta(days=3)
BATCH: Final = 100
ASKING: Final = (ChannelKind.EMAIL, ChannelKind.TELEGRAM)


def ask_resolved() -> int:
    """Ask for a rating where a ticket was resolved a while ago and its channel is set to; return how many were asked."""
    with db.reading() as session:
        waiting = _waiting(session)
    asked = 0
    for ticket_id in waiting:
        with db.transaction() as session:
            asked += ask(session, ticket_id)
    return asked


def ask(session: Session, ticket_id: int) -> bool:
    """Ask the customer of a resolved ticket unless that was decided before; return whether a letter was written."""
    ticket = open_ticket(session, ticket_id, by=SYSTEM)
    if ticket.category is not Category.RESOLVED or session.scalar(_decided(ticket_id)) is not None:
        return False
    if _write(session, ticket):
        return True
    declined = AutomaticMail(
        channel_id=ticket.channel_id, ticket_id=ticket_id, address="", kind=DECLINED, created_at=clock.now()
    )
    session.add(declined)
    return False


def _waiting(session: Session) -> list[int]:
    channels = select(Channel).where(Channel.kind.in_(ASKING), Channel.is_paused.is_(False))
    wanted = [one.id for one in session.scalars(channels) if _asks(one)]
    if not wanted:
        return []
    now = clock.now()
    rested = timedelta(minutes=settings.get(session, "rating_delay_min"))
    return list(
        session.scalars(
            select(Ticket.id)
            .where(
                Ticket.category == Category.RESOLVED,
                Ticket.last_message_at > now - WITHIN,
                Ticket.resolved_at <= now - rested,
                Ticket.channel_id.in_(wanted),
                Ticket.spam_at.is_(None),
                ~_decided(Ticket.id).exists(),
            )
            .order_by(Ticket.id)
            .limit(BATCH)
        )
    )


def _decided(ticket_id: Any) -> Select[int]:  # an id, or the column of an outer query
    return select(AutomaticMail.id).where(
        AutomaticMail.ticket_id == ticket_id, AutomaticMail.kind.in_((KIND, DECLINED))
    )


def _asks(channel: Channel) -> bool:
    if channel.kind is ChannelKind.TELEGRAM:
        return BotConfig.of(channel).ask_rating
    return MailboxConfig.of(channel).ask_rating


def _write(session: Session, ticket: Ticket) -> bool:
    if unsubscribing.has_unsubscribed(session, ticket.customer_id):
        return False
    if session.get_one(Channel, ticket.channel_id).kind is ChannelKind.TELEGRAM:
        return _write_in_chat(session, ticket)
    found, helper_id = automatic_letters.newest_mail(session, ticket), who_helped(session, ticket)
    if found is None or helper_id is None:
        return False
    thread, _, mail = found
    config = MailboxConfig.of(session.get_one(Channel, thread.channel_id))
    planned = Planned(
        kind=KIND,
        address=mail.from_address,
        channel_id=thread.channel_id,
        ticket_id=ticket.id,
        is_verified=mail.sender is SenderProof.VERIFIED,
        answers=mail,
    )
    if unsubscribing.has_unsubscribed(session, ticket.customer_id, address=mail.from_address):
        return False
    if not config.ask_rating or not automatic.may_send(session, planned):
        return False
    language = ticket.language or session.get_one(Customer, ticket.customer_id).language
    letter = automatic_letters.write(
        session,
        ticket,
        thread,
        kind=KIND,
        subject=i18n.text(language, "rating.ask_subject", number=ticket.number),
        text=i18n.text(language, "rating.ask", number=ticket.number),
        answered=mail,
    )
    _keep(session, ticket, letter, agent_id=helper_id)
    return True


def _write_in_chat(session: Session, ticket: Ticket) -> bool:
    helper_id = who_helped(session, ticket)
    letter = rating_letters.write(session, ticket, kind=KIND) if helper_id is not None else None
    if letter is None or helper_id is None:
        return False
    _keep(session, ticket, letter, agent_id=helper_id)
    return True


def _keep(session: Session, ticket: Ticket, letter: Message, *, agent_id: int) -> None:
    token = ratings.tokens(letter.id)[0]
    now = clock.now()
    session.add(
        Rating(
            ticket_id=ticket.id,
            message_id=letter.id,
            agent_id=agent_id,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + LIFE,
        )
    )


def who_helped(session: Session, ticket: Ticket) -> int | None:
    """Return whose help is rated: the assignee, if an agent has written at all, else who wrote last."""
    wrote = session.scalar(
        select(Message.author_agent_id)
        .where(Message.ticket_id == ticket.id, Message.kind == MessageKind.OUT, Message.author_agent_id.is_not(None))
        .order_by(Message.id.desc())
        .limit(1)
    )
    return wrote if wrote is None else ticket.assignee_id or wrote
