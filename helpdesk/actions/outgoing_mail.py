"""What a message of ours will be as a mail: its id for ever, what it answers, whom it goes to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from helpdesk import mail_tokens
from helpdesk.actions.circle import addresses, folded
from helpdesk.actions.recipients import Recipients, answering, checked, default_recipients, newest_mail
from helpdesk.incoming import Mailbox
from helpdesk.mail_ids import kept_references
from helpdesk.mailboxes import MailboxConfig, own_addresses
from helpdesk.models import ChannelKind, Mail, Message, MessageKind, Thread, Ticket
from helpdesk.models.channels import Channel


def add(
    session: Session, ticket: Ticket, thread: Thread, message: Message, recipients: Recipients | None
) -> Mail | None:
    """Write the mail row beside a queued message; None on channels that are not mail.

    recipients: None is for those the thread answers by default. Invalid when there is nobody to write to.
    """
    channel = session.get_one(Channel, thread.channel_id)
    if channel.kind is not ChannelKind.EMAIL:
        return None
    chosen = checked(recipients or default_recipients(session, ticket, thread), own=own_addresses(session))
    answered = newest_mail(session, thread, kind=MessageKind.IN) or newest_mail(session, thread, kind=MessageKind.OUT)
    config = MailboxConfig.of(channel)
    mail = Mail(
        message_id=message.id,
        channel_id=channel.id,
        mail_id=mail_tokens.new_mail_id(ticket.id, config.domain),
        in_reply_to=answered.mail_id if answered else "",
        references=_references(answered),
        subject=chosen.subject or answering(answered.subject if answered and answered.subject else ticket.subject),
        from_address=config.address,
        from_name=config.from_name,
        to=_json(chosen.to),
        cc=_json(chosen.cc),
        bcc=_json(chosen.bcc),
        quoted_id=answered.message_id if answered and config.quotes and may_quote(answered, chosen) else None,
    )
    session.add(mail)
    session.flush()
    return mail


def may_quote(answered: Mail, recipients: Recipients) -> bool:
    """Say whether a mail of a customer may stand below an answer: only for those who have had it already."""
    if answered.sender is None:  # a mail of ours
        return False
    had = {folded(answered.from_address), *addresses(answered.reply_to, answered.to, answered.cc)}
    everybody = (*recipients.to, *recipients.cc, *recipients.bcc)
    return all(folded(address) in had for _, address in everybody)


def _references(answered: Mail | None) -> list[str]:
    return kept_references([*answered.references, answered.mail_id]) if answered else []


def _json(mailboxes: Sequence[Mailbox]) -> list[Any]:
    return [list(mailbox) for mailbox in mailboxes]
