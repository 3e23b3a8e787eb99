"""A chat that goes on by mail goes on in the chat as well: the visitor is told of their own mails and of answers to them.

Only of mails between the desk and an address that is proved to be the visitor's, on the same ticket. What they quote is
not shown, see `helpdesk.queries.visitor`; notes, other people's mails and what the desk writes by itself never are.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.chat_links import BY_LINK
from helpdesk.actions.circle import addresses, folded
from helpdesk.actions.visitor_identity import SITE
from helpdesk.actions.visitors import told
from helpdesk.models import (
    Attachment,
    AuthorKind,
    Channel,
    ChannelKind,
    Identity,
    IdentityKind,
    Mail,
    Message,
    MessageKind,
    SenderProof,
    Thread,
    Ticket,
    VisitorEvent,
    VisitorEventKind,
    WidgetLink,
)
from helpdesk.queries.own_words import own_words

PROOFS: Final = (SITE, BY_LINK)  # what binds an address to the visitor, not only to whoever reads it


def tell_received(session: Session, mails: Iterable[tuple[Ticket, Message]]) -> None:
    """Tell visitors of those mails that are theirs; the tickets are locked."""
    mails = list(mails)
    if not mails:
        return
    chats = _chats(session, {ticket.id for ticket, _ in mails})
    for ticket, message in mails:
        if ticket.id in chats:
            _tell(session, ticket, chats[ticket.id], message)


def tell_sent(session: Session, ticket: Ticket, message: Message) -> None:
    """Tell the visitor of a (locked) ticket of an agent's mail to them that has gone out; once."""
    chat = _chats(session, {ticket.id}).get(ticket.id)
    if chat is not None:
        _tell(session, ticket, chat, message)


def _chats(session: Session, ticket_ids: Iterable[int]) -> dict[int, Thread]:
    """Return the newest thread with a visitor of each ticket that has one."""
    found = session.scalars(
        select(Thread)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Thread.ticket_id.in_(sorted(ticket_ids)), Channel.kind == ChannelKind.WEBCHAT)
        .order_by(Thread.id)
    )
    return {thread.ticket_id: thread for thread in found}


def _tell(session: Session, ticket: Ticket, chat: Thread, message: Message) -> None:
    mail = session.get(Mail, message.id)
    if mail is None or message.is_auto or mail.auto_kind or not _has_something(session, message, mail):
        return
    thread = session.get_one(Thread, message.thread_id)
    if not _is_between(message, mail, thread.peer) or not _is_theirs(session, chat, folded(thread.peer)):
        return
    if message.kind is MessageKind.IN and not _wrote(session, message, thread.peer):
        return
    again = select(VisitorEvent.seq).where(VisitorEvent.ticket_id == ticket.id, VisitorEvent.message_id == message.id)
    if session.scalar(again.limit(1)) is None:
        told(session, ticket, VisitorEventKind.MESSAGE, message=message)


def _has_something(session: Session, message: Message, mail: Mail) -> bool:
    if own_words(message.text, mail.folds):
        return True
    files = select(Attachment.id).where(Attachment.message_id == message.id, Attachment.is_inline.is_(False))
    return session.scalar(files.limit(1)) is not None


def _is_between(message: Message, mail: Mail, peer: str) -> bool:
    if message.kind is MessageKind.IN:
        return message.author_kind is AuthorKind.CUSTOMER and mail.sender is not SenderProof.UNCLEAR
    is_answer = message.kind is MessageKind.OUT and message.author_kind is AuthorKind.AGENT
    # An agent may have taken the customer off the recipients.
    return is_answer and folded(peer) in addresses(mail.to, mail.cc)


def _wrote(session: Session, message: Message, peer: str) -> bool:
    author = session.get(Identity, message.author_identity_id) if message.author_identity_id else None
    return author is not None and author.kind is IdentityKind.EMAIL and author.address == folded(peer)


def _is_theirs(session: Session, chat: Thread, address: str) -> bool:
    """Say whether this visitor's site has vouched for the address, or a link sent there at their wish was used."""
    visitor = session.get(Identity, chat.identity_id) if chat.identity_id else None
    if visitor is None:
        return False
    owned = select(Identity.id).where(
        Identity.kind == IdentityKind.EMAIL,
        Identity.address == address,
        Identity.customer_id == visitor.customer_id,
        Identity.verified_by.in_(PROOFS),
    )
    linked = select(WidgetLink.id).where(
        WidgetLink.ticket_id == chat.ticket_id,
        WidgetLink.identity_id == visitor.id,
        WidgetLink.address == address,
        WidgetLink.used_at.is_not(None),
    )
    return session.scalar(owned.limit(1)) is not None or session.scalar(linked.limit(1)) is not None
