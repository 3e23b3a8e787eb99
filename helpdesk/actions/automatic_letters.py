"""Writing a letter that nobody pressed send for: it goes the way of every reply, and changes nothing on its ticket."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import events, mail_tokens
from helpdesk.actions import machine_words
from helpdesk.actions.access import touch
from helpdesk.mail_ids import kept_references
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import Channel, Identity, Mail, Message, MessageKind, Thread, Ticket
from helpdesk.permissions import SYSTEM


def write(
    session: Session, ticket: Ticket, thread: Thread, *, kind: str, subject: str, text: str, answered: Mail
) -> Message:
    """Queue a letter to whoever wrote `answered`; nothing of what they wrote may be in it.

    The customer still waits for an answer: no clock stops, no status moves.
    """
    channel = session.get_one(Channel, thread.channel_id)
    message = machine_words.put(session, ticket, thread.id, text)
    config = MailboxConfig.of(channel)
    mail = Mail(
        message_id=message.id,
        channel_id=channel.id,
        mail_id=mail_tokens.new_mail_id(ticket.id, config.domain),
        in_reply_to=answered.mail_id,
        references=kept_references([*answered.references, answered.mail_id]),
        subject=subject,
        from_address=config.address,
        from_name=config.from_name,
        to=[["", answered.from_address]],
        auto_kind=kind,
    )
    session.add(mail)
    touch(ticket)
    events.record(session, "message.queued", by=SYSTEM, ticket=ticket, message=message)
    session.flush()
    return message


def first_mail(session: Session, ticket: Ticket) -> tuple[Thread, Message, Mail] | None:
    """Return the mail a ticket began with, and its thread; None when it began otherwise."""
    found = session.execute(
        select(Thread, Message, Mail)
        .join(Message, Message.thread_id == Thread.id)
        .join(Mail, Mail.message_id == Message.id)
        .where(Message.ticket_id == ticket.id, Message.kind == MessageKind.IN)
        .order_by(Message.id)
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1], found[2])


def newest_mail(session: Session, ticket: Ticket) -> tuple[Thread, Message, Mail] | None:
    """Return the newest mail a ticket's customer wrote on it, and its thread; others who write along get no letters."""
    found = session.execute(
        select(Thread, Message, Mail)
        .join(Message, Message.thread_id == Thread.id)
        .join(Mail, Mail.message_id == Message.id)
        .join(Identity, Identity.id == Message.author_identity_id)
        .where(
            Message.ticket_id == ticket.id,
            Message.kind == MessageKind.IN,
            Message.is_auto.is_(False),
            Identity.customer_id == ticket.customer_id,
        )
        .order_by(Message.id.desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1], found[2])
