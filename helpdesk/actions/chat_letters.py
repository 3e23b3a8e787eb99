"""Mails by which a chat goes on without its visitor: what was answered, what was said, on the ticket itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, mail_tokens
from helpdesk.actions import automatic, machine_words, system_mail
from helpdesk.actions.access import touch
from helpdesk.actions.automatic import Planned
from helpdesk.actions.circle import folded
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import (
    Channel,
    ChannelKind,
    Mail,
    Message,
    Thread,
    Ticket,
)
from helpdesk.permissions import SYSTEM

FOLLOW_UP = "chat_follow_up"
TRANSCRIPT = "chat_transcript"


def write(session: Session, ticket: Ticket, *, kind: str, address: str, subject: str, text: str) -> Message | None:
    """Queue a letter of a (locked) chat ticket; an answer to it comes back into the ticket.

    None when the desk has no mailbox, the address belongs to it, or has had enough letters.
    """
    channel = system_mail.mailbox(session)
    if channel is None:
        return None
    planned = Planned(kind=kind, address=address, channel_id=channel.id, ticket_id=ticket.id)
    if not automatic.may_send(session, planned):
        return None
    thread = mail_thread(session, ticket, channel, address)
    message = machine_words.put(session, ticket, thread.id, text)
    session.add(_mail(session, message, channel, thread, kind=kind, subject=subject, address=address))
    touch(ticket)
    events.record(session, "message.queued", by=SYSTEM, ticket=ticket, message=message)
    session.flush()
    return message


def mail_thread(session: Session, ticket: Ticket, channel: Channel, address: str) -> Thread:
    """Return the thread of a ticket with an address, made when there is none.

    A new one is aside: agents go on answering in the chat until the customer says otherwise or writes a mail.
    """
    for thread in session.scalars(
        select(Thread).where(Thread.ticket_id == ticket.id, Thread.channel_id == channel.id).order_by(Thread.id.desc())
    ):
        if folded(thread.peer) == folded(address):
            return thread
    thread = Thread(
        ticket_id=ticket.id,
        channel_id=channel.id,
        identity_id=None,
        peer=address,
        details={"aside": True},
        created_at=clock.now(),
    )
    session.add(thread)
    session.flush()
    return thread


def chat_thread(session: Session, ticket_id: int) -> Thread | None:
    """Return the newest thread of a ticket with a visitor."""
    return session.scalar(
        select(Thread)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Thread.ticket_id == ticket_id, Channel.kind == ChannelKind.WEBCHAT)
        .order_by(Thread.id.desc())
        .limit(1)
    )


def _mail(
    session: Session, message: Message, channel: Channel, thread: Thread, *, kind: str, subject: str, address: str
) -> Mail:
    config = MailboxConfig.of(channel)
    before = session.scalar(
        select(Mail)
        .join(Message, Message.id == Mail.message_id)
        .where(Message.ticket_id == thread.ticket_id, Message.thread_id == thread.id)
        .order_by(Message.id.desc())
        .limit(1)
    )
    return Mail(
        message_id=message.id,
        channel_id=channel.id,
        mail_id=mail_tokens.new_mail_id(message.ticket_id, config.domain),
        in_reply_to=before.mail_id if before else "",
        references=[before.mail_id] if before else [],
        subject=subject,
        from_address=config.address,
        from_name=config.from_name,
        to=[["", address]],
        auto_kind=kind,
    )
