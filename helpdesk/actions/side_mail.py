"""Side threads by mail: out with a reply token of their own, and answers back, never into the customer's thread."""

from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, events, mail_tokens, markup, queue
from helpdesk.actions import system_mail
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.actions.circle import folded
from helpdesk.actions.circles import circles_of
from helpdesk.actions.mail_rows import shown_words
from helpdesk.actions.notifications import notify
from helpdesk.errors import Conflict
from helpdesk.incoming import IncomingMail, IncomingMessage
from helpdesk.mail_ids import kept_id, kept_references
from helpdesk.mailboxes import MailboxConfig, own_addresses
from helpdesk.models import (
    Channel,
    DeliveryState,
    SenderProof,
    SideFile,
    SideMember,
    SideMessage,
    SideThread,
    SystemMail,
    Ticket,
)
from helpdesk.permissions import SYSTEM
from helpdesk.tokens import new_name

LOOK_BACK: Final = 20  # messages whose ids a mail refers to


def require_mailbox(session: Session) -> Channel:
    """Return the mailbox that mails of side threads go out by; Conflict "no_mailbox" when there is none."""
    channel = system_mail.mailbox(session)
    if channel is None:
        raise Conflict("No mailbox can send this: an admin sets one up first.", code="no_mailbox")
    return channel


def post(session: Session, side: SideThread, message: SideMessage) -> None:
    """Queue a message as a mail to the address outside; answers to it name this side thread alone."""
    config = MailboxConfig.of(require_mailbox(session))
    earlier = _earlier_ids(session, side)
    message.mail_id = mail_tokens.new_side_mail_id(side.id, config.domain)
    mail = SystemMail(
        key=f"side:{message.id}",
        kind=system_mail.SIDE,
        address=side.address,
        name=side.name,
        subject=side.subject if not earlier else f"Re: {side.subject}"[:300],
        text=message.text,
        html=f'<!doctype html><html><head><meta charset="utf-8"></head><body>{markup.from_markdown(message.text)}</body></html>',
        headers={
            "reply_to": mail_tokens.side_reply_address(config.address, side.id),
            "in_reply_to": earlier[-1] if earlier else "",
            "references": kept_references(earlier),
        },
        mail_id=message.mail_id,
        created_at=clock.now(),
    )
    session.add(mail)
    session.flush()
    message.system_mail_id = mail.id
    db.after_commit(session, "gateway", lambda: queue.signal("gateway"))


def take(session: Session, incoming: IncomingMessage) -> bool:
    """Take a mail into the side thread it answers; False when it belongs to none, and goes the way of any mail.

    It names the side thread by its token and comes from the address the thread is with, which takes no part in the
    ticket itself; or it reports that a mail of this thread came back. Taking it in again changes nothing.
    """
    mail = incoming.mail
    if mail is None:
        return False
    named = side_ids_in(mail)
    for side_id in named:
        side = session.get(SideThread, side_id)
        if side is None or not side.address:
            continue
        ticket = open_ticket(session, side.ticket_id, by=SYSTEM)
        if _is_about(mail, side_id) or _is_from(session, mail, side, ticket):
            _store(session, incoming, mail, side, ticket)
            return True
    return False


def side_ids_in(mail: IncomingMail) -> list[int]:
    """Return the side threads that a mail names by tokens of ours."""
    answered = [mail.in_reply_to, *mail.references, *(mail.bounce.original_ids if mail.bounce else ())]
    tokens = (*mail.tokens, *mail_tokens.side_tokens_in(answered))
    return list(dict.fromkeys(found for token in tokens if (found := mail_tokens.side_of(token)) is not None))


def _is_from(session: Session, mail: IncomingMail, side: SideThread, ticket: Ticket) -> bool:
    if mail.proof is SenderProof.UNCLEAR or folded(mail.from_address) != folded(side.address):
        return False
    circle = circles_of(session, [ticket], own=own_addresses(session))[ticket.id]
    return not circle.has(mail.from_address)


def _is_about(mail: IncomingMail, side_id: int) -> bool:
    """Say whether this is a report about a mail of the thread: only a token in what came back counts."""
    if mail.bounce is None:
        return False
    return any(mail_tokens.side_of(one) == side_id for one in mail_tokens.side_tokens_in(mail.bounce.original_ids))


def _store(session: Session, incoming: IncomingMessage, mail: IncomingMail, side: SideThread, ticket: Ticket) -> None:
    key = kept_id(incoming.external_id)
    if session.scalar(_known(incoming.channel_id, key)) is not None:
        return
    if mail.bounce is not None:
        _note_bounce(session, mail, side)
    words = markup.clean(shown_words(incoming.text, mail.folds)).strip()
    message = SideMessage(
        side_id=side.id,
        from_address=mail.from_address[:320],
        from_name=mail.from_name[:200],
        text=words,
        folded=words.casefold(),
        mail_id=kept_id(mail.mail_id),
        channel_id=incoming.channel_id,
        external_id=key,
        inbound_id=mail.inbound_id,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    session.add_all(
        SideFile(
            public_id=new_name(),
            side_message_id=message.id,
            filename=file.filename[:255],
            media_type=file.media_type[:127],
            size=file.size,
            blob=file.blob,
        )
        for file in incoming.files
    )
    side.last_id, side.last_at = message.id, message.created_at
    raise_version(ticket)
    events.record(session, "side.written", by=SYSTEM, ticket=ticket, data={"side_id": side.id})
    members = set(session.scalars(select(SideMember.agent_id).where(SideMember.side_id == side.id)))
    data = {"side_id": side.id, "number": ticket.number}
    notify(session, members, kind="side.written", ticket=None, data=data)
    session.flush()


def _note_bounce(session: Session, mail: IncomingMail, side: SideThread) -> None:
    """Say on the mail that came back that it did not arrive."""
    assert mail.bounce is not None
    came_back = session.scalar(
        select(SystemMail)
        .join(SideMessage, SideMessage.system_mail_id == SystemMail.id)
        .where(SideMessage.side_id == side.id, SystemMail.mail_id.in_(mail.bounce.original_ids[:LOOK_BACK]))
    )
    if came_back is not None:
        words = " ".join(filter(None, (mail.bounce.status, mail.bounce.diagnostic))) or "It came back."
        came_back.delivery_state, came_back.delivery_error = DeliveryState.FAILED, words[: system_mail.ERROR_CHARS]


def _known(channel_id: int, key: str) -> Select[int]:
    return select(SideMessage.id).where(SideMessage.channel_id == channel_id, SideMessage.external_id == key)


def _earlier_ids(session: Session, side: SideThread) -> list[str]:
    found = session.scalars(
        select(SideMessage.mail_id)
        .where(SideMessage.side_id == side.id, SideMessage.mail_id != "")
        .order_by(SideMessage.id.desc())
        .limit(LOOK_BACK)
    ).all()
    return list(found)[::-1]
