"""Reading what there is to send."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from channels.base import Mailbox, Outgoing, OutgoingFile, OutgoingMail, Quoted
from channels.quoting import quoted_in
from helpdesk import clock
from helpdesk.actions import ratings, unsubscribing
from helpdesk.actions.holding import IS_TRIED_IN_FUTURE, latest_try
from helpdesk.actions.telegram.outgoing import keys_of
from helpdesk.models import (
    FILE_ORDER,
    Attachment,
    Channel,
    DeliveryState,
    Mail,
    Message,
    TelegramMessage,
    Thread,
    Ticket,
)
from helpdesk.models.deliveries import UNDELIVERED


def served_channels(session: Session) -> dict[int, Channel]:
    """Return the channels that are not paused."""
    found = session.scalars(select(Channel).where(Channel.is_paused.is_(False)))
    return {channel.id: channel for channel in found}


def channels_with_work(session: Session) -> set[int]:
    """Return the channels with a reply whose time has come."""
    now = clock.now()
    found = session.scalars(
        select(Thread.channel_id)
        .join(Message, Message.thread_id == Thread.id)
        .where(
            UNDELIVERED,
            Message.delivery_state == DeliveryState.QUEUED,
            or_(Message.release_at.is_(None), Message.release_at <= now),
            or_(Message.next_attempt_at.is_(None), Message.next_attempt_at <= now, IS_TRIED_IN_FUTURE),
        )
        .distinct(),
        {"latest_try": latest_try()},
    )
    return set(found)


def abandoned(session: Session, channel_id: int) -> list[int]:
    """Return the replies marked as being sent; who has just taken the channel's lease knows that nobody sends them."""
    found = session.scalars(
        select(Message.id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(UNDELIVERED, Thread.channel_id == channel_id, Message.delivery_state == DeliveryState.SENDING)
        .order_by(Message.id)
    )
    return list(found)


def outgoing(session: Session, message_ids: Collection[int]) -> list[Outgoing]:
    """Return replies with all that an adapter needs, in their order."""
    files = _files(session, message_ids)
    mails = _mails(session, message_ids)
    beside, keys = ({}, {}) if mails else _on_telegram(session, message_ids)
    found = session.execute(
        select(Message, Thread, Ticket)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(Message.id.in_(message_ids))
        .order_by(Message.id)
    )
    return [
        replace(
            _outgoing(message, thread, ticket, files=files.get(message.id, []), mail=mails.get(message.id)),
            buttons=_buttons(beside.get(message.id)),
            answers=keys.get(message.id, ""),
        )
        for message, thread, ticket in found
    ]


def _on_telegram(session: Session, message_ids: Collection[int]) -> tuple[dict[int, TelegramMessage], dict[int, str]]:
    """Return what replies are on Telegram, and what the messages they answer are called there."""
    found = session.scalars(select(TelegramMessage).where(TelegramMessage.message_id.in_(message_ids)))
    beside = {one.message_id: one for one in found}
    answered = {one.message_id: one.answers_id for one in beside.values() if one.answers_id is not None}
    keys = keys_of(session, set(answered.values())) if answered else {}
    return beside, {id: keys[answers_id] for id, answers_id in answered.items() if answers_id in keys}


def _buttons(one: TelegramMessage | None) -> tuple[tuple[str, str], ...]:
    buttons = one.buttons if one is not None and one.buttons else ()
    return tuple((str(button["label"]), str(button["value"])) for button in buttons)


def _outgoing(
    message: Message, thread: Thread, ticket: Ticket, *, files: list[OutgoingFile], mail: OutgoingMail | None
) -> Outgoing:
    return Outgoing(
        message_id=message.id,
        channel_id=thread.channel_id,
        thread_id=thread.id,
        ticket_id=ticket.id,
        ticket_number=ticket.number,
        subject=ticket.subject,
        peer=thread.peer,
        details=thread.details,
        text=message.text,
        html=message.html,
        client_key=message.client_key,
        attempt=message.attempt,
        files=tuple(files),
        language=ticket.language,
        mail=mail,
    )


def _mails(session: Session, message_ids: Collection[int]) -> dict[int, OutgoingMail]:
    found = session.scalars(select(Mail).where(Mail.message_id.in_(message_ids))).all()
    quoted = quoted_in(session, found)
    asking = ratings.links(session, [mail.message_id for mail in found if mail.auto_kind == "rating"])
    leaving = unsubscribing.links(session, found)
    return {
        mail.message_id: replace(
            _mail(mail, rating_url=asking.get(mail.message_id, ""), quoted=quoted.get(mail.quoted_id or 0)),
            unsubscribe_url=leaving.get(mail.message_id, ""),
        )
        for mail in found
    }


def _mail(mail: Mail, *, rating_url: str, quoted: Quoted | None) -> OutgoingMail:
    return OutgoingMail(
        mail_id=mail.mail_id,
        subject=mail.subject,
        to=_mailboxes(mail.to),
        cc=_mailboxes(mail.cc),
        bcc=_mailboxes(mail.bcc),
        reply_to=_mailboxes(mail.reply_to),
        from_name=mail.from_name,
        in_reply_to=mail.in_reply_to,
        references=tuple(mail.references),
        auto_kind=mail.auto_kind,
        rating_url=rating_url,
        quoted=quoted,
    )


def _mailboxes(pairs: Iterable[Sequence[str]]) -> tuple[Mailbox, ...]:
    return tuple((str(name), str(address)) for name, address in pairs)


def _files(session: Session, message_ids: Collection[int]) -> dict[int, list[OutgoingFile]]:
    files: dict[int, list[OutgoingFile]] = {}
    wanted = select(Attachment).where(Attachment.message_id.in_(message_ids), Attachment.blob.is_not(None))
    for file in session.scalars(wanted.order_by(*FILE_ORDER)):
        assert file.message_id is not None
        assert file.blob is not None
        one = OutgoingFile(
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            blob=file.blob,
            content_id=file.content_id or "" if file.is_inline else "",
        )
        files.setdefault(file.message_id, []).append(one)
    return files
