"""What a customer sees of their ticket on its public page: what they wrote and were answered, nothing of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, settings
from helpdesk.errors import Expired
from helpdesk.models import (
    FILE_ORDER,
    Agent,
    Attachment,
    AttachmentState,
    AuthorKind,
    Category,
    Channel,
    ChannelKind,
    DeliveryState,
    Identity,
    IdentityKind,
    Mail,
    Message,
    MessageKind,
    SenderProof,
    Thread,
    Ticket,
    TicketPageStop,
)
from helpdesk.page_tokens import PageLink, meant
from helpdesk.queries.own_words import own_words

MOST: Final = 200
HOPS: Final = 20
GONE_OUT: Final = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)


class PageEnded(Expired):
    """This link has ended; a code sent to the customer's address opens the page again."""

    code = "ticket_page_ended"


class PageGone(Expired):
    """This link was never given, or was withdrawn."""

    code = "ticket_page_gone"


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket and who looks at it."""

    link: PageLink
    ticket: Ticket
    identity: Identity

    @property
    def takes_replies(self) -> bool:
        """Say whether the page has a form."""
        return self.ticket.category is not Category.CLOSED


@dataclass(frozen=True, slots=True)
class Said:
    """One message on the page."""

    is_theirs: bool
    name: str
    at: datetime
    text: str
    files: Sequence[Attachment]


def known(session: Session, token: str) -> Opened:
    """Return what a link stands for, though it may have ended; PageGone for what opens nothing any more."""
    link = meant(token)
    ticket = _standing(session, link.ticket_id) if link else None
    identity = session.get(Identity, link.identity_id) if link else None
    if link is None or ticket is None or identity is None or not settings.get(session, "customer_pages"):
        raise PageGone
    if not is_reader(ticket, identity) or ticket.spam_at is not None or ticket.trashed_at is not None:
        raise PageGone
    if any(link.issued_at <= stop for stop in _stops(session, {link.ticket_id, ticket.id})):
        raise PageGone
    return Opened(link, ticket, identity)


def opened(session: Session, token: str) -> Opened:
    """Return the ticket a link opens; PageEnded when a code is to be asked for, PageGone when nothing helps."""
    found = known(session, token)
    if found.link.expires_at <= clock.now():
        raise PageEnded
    return found


def is_reader(ticket: Ticket, identity: Identity) -> bool:
    """Say whether a ticket's page is for the reader of this address: its customer, by an address that is proved."""
    return (
        identity.kind is IdentityKind.EMAIL
        and identity.customer_id == ticket.customer_id
        and identity.verified_at is not None
        and identity.unreachable_at is None
    )


def said(session: Session, page: Opened) -> list[Said]:
    """Return what was said between the desk and this customer, oldest first, at most the newest 200 messages."""
    found = session.execute(
        select(Message, Thread, Channel.kind, Agent.name, Identity, Mail)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .outerjoin(Agent, Agent.id == Message.author_agent_id)
        .outerjoin(Identity, Identity.id == Message.author_identity_id)
        .outerjoin(Mail, Mail.message_id == Message.id)
        .where(Message.ticket_id == page.ticket.id, Message.kind != MessageKind.NOTE)
        .order_by(Message.id.desc())
        .limit(MOST)
    ).all()
    theirs = _own_identities(session, page.ticket.customer_id)
    shown = [row for row in reversed(found) if _is_shown(page, *row, theirs)]
    files = _files(session, [row[0].id for row in shown])
    return [
        Said(
            message.kind is MessageKind.IN,
            agent or "",
            message.created_at,
            _words(message, mail),
            files.get(message.id, ()),
        )
        for message, _, _, agent, _, mail in shown
    ]


def file_of(session: Session, page: Opened, public_id: str) -> Attachment | None:
    """Return a file of a message that the page shows."""
    return next((file for one in said(session, page) for file in one.files if file.public_id == public_id), None)


def _is_shown(
    page: Opened,
    message: Message,
    thread: Thread,
    kind: ChannelKind,
    _agent: str | None,
    author: Identity | None,
    mail: Mail | None,
    theirs: set[int],
) -> bool:
    if message.kind is MessageKind.IN:
        if (
            message.author_kind is not AuthorKind.CUSTOMER
            or author is None
            or author.customer_id != page.ticket.customer_id
        ):
            return False
        return mail is None or mail.sender is SenderProof.VERIFIED
    if message.delivery_state not in GONE_OUT:
        return False
    if kind is ChannelKind.EMAIL:
        return mail is not None and page.identity.address in {
            str(one[1]).strip().lower() for one in (*mail.to, *mail.cc)
        }
    return thread.identity_id in theirs and not thread.details.get("group")


def _words(message: Message, mail: Mail | None) -> str:
    """Return what was written, without what a mail of the customer quotes: that may be somebody else's."""
    if mail is None or message.kind is MessageKind.OUT:
        return message.text
    return own_words(message.text, mail.folds)


def _own_identities(session: Session, customer_id: int) -> set[int]:
    return set(session.scalars(select(Identity.id).where(Identity.customer_id == customer_id)))


def _files(session: Session, ids: Sequence[int]) -> dict[int, list[Attachment]]:
    files: dict[int, list[Attachment]] = {}
    wanted = select(Attachment).where(
        Attachment.message_id.in_(ids), Attachment.state == AttachmentState.STORED, Attachment.is_inline.is_(False)
    )
    for file in session.scalars(wanted.order_by(*FILE_ORDER)):
        files.setdefault(file.message_id or 0, []).append(file)
    return files


def _standing(session: Session, ticket_id: int) -> Ticket | None:
    """Return a ticket, or the one it was merged into."""
    ticket = session.get(Ticket, ticket_id)
    for _ in range(HOPS):
        if ticket is None or ticket.merged_into_id is None:
            return ticket
        ticket = session.get(Ticket, ticket.merged_into_id)
    return None


def _stops(session: Session, ticket_ids: set[int]) -> list[datetime]:
    wanted = select(TicketPageStop.stopped_at).where(TicketPageStop.ticket_id.in_(ticket_ids))
    return list(session.scalars(wanted))
