"""Links by which a customer sees their ticket without signing in, and what they write there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, events, i18n, outside, page_tokens, settings
from helpdesk.actions import audit, desk_mails, receive, system_mail
from helpdesk.actions.access import open_ticket
from helpdesk.actions.attachments import StoredFile, add_visitor_file
from helpdesk.actions.coming_back import note_on_ticket, takes_more
from helpdesk.errors import Conflict, Invalid
from helpdesk.incoming import IncomingMessage, Sender
from helpdesk.models import Channel, ChannelKind, Identity, Thread, Ticket, TicketPageStop
from helpdesk.page_tokens import PageLink
from helpdesk.permissions import CUSTOMER, Actor
from helpdesk.queries.customer_links import link_of, reader_of
from helpdesk.queries.ticket_page import Opened
from helpdesk.tokens import hash_token, new_token

TEXT_CHARS: Final = 20_000
MAX_FILES: Final = 5
BY_LINK: Final = "link"


@dataclass(frozen=True, slots=True)
class GivenLink:
    """A link for one ticket and one address."""

    url: str
    address: str
    expires_at: datetime


def give_link(session: Session, ticket_id: int, *, by: Actor, address: str = "") -> GivenLink:
    """Return a link to a ticket's page for its customer, noted in the audit log.

    Conflict: "pages_off" while the desk has none, "no_proved_address" when no address of the customer is proved.
    """
    ticket = open_ticket(session, ticket_id, by=by)
    if not settings.get(session, "customer_pages"):
        raise Conflict("This desk shows customers no pages of their tickets.", code="pages_off")
    reader = reader_of(session, ticket)
    if reader is None:
        raise Conflict("No e-mail address of the customer is proved.", code="no_proved_address")
    link = link_of(session, ticket, reader)
    audit.append(session, "ticket.link_given", by=by, what=f"ticket:{ticket.id}", address=address)
    return GivenLink(f"{outside.public_url()}/my-ticket/{page_tokens.token_of(link)}", reader.address, link.expires_at)


def withdraw_links(session: Session, ticket_id: int, *, by: Actor, address: str = "") -> None:
    """Let no link that was given so far open the ticket's page."""
    ticket = open_ticket(session, ticket_id, by=by)
    session.merge(TicketPageStop(ticket_id=ticket.id, stopped_at=clock.now()))
    audit.append(session, "ticket.links_withdrawn", by=by, what=f"ticket:{ticket.id}", address=address)


def reply(session: Session, page: Opened, *, text: str, files: Sequence[StoredFile], key: str) -> None:
    """Take in what the customer wrote on the page; the same key again changes nothing.

    Invalid without a word or a file, or with too much; Conflict "closed" where the ticket takes no more.
    """
    if not text.strip() and not files:
        raise Invalid("Write something.", text="required")
    if len(text) > TEXT_CHARS or len(files) > MAX_FILES:
        raise Invalid("That is too much.", text="reply_too_long")
    ticket = open_ticket(session, page.ticket.id, by=CUSTOMER)
    key = hash_token(key) if key else new_token()  # whatever a browser sends is text that a database takes
    thread, kind = _thread(session, ticket, page.identity)
    if thread is None or not takes_more(ticket, reopen_days=settings.get(session, "reopen_days")):
        raise Conflict("This ticket takes no more messages.", code="closed")
    owner = hash_token(f"page:{ticket.id}:{key}")
    kept = [add_visitor_file(session, file, visitor_hash=owner) for file in files]
    incoming = IncomingMessage(
        channel_id=thread.channel_id,
        external_id=f"page:{ticket.id}:{key}",
        peer=thread.peer,
        sender=Sender(page.identity.kind, page.identity.address, verified_by=BY_LINK),
        text=text,
        sent_at=clock.now(),
        attachment_ids=tuple(file.public_id for file in kept),
    )
    if receive.known(session, incoming) is not None:
        return
    message = receive.keep(
        session, incoming, ticket=ticket, thread=thread, identity=page.identity, files_of=owner if kept else None
    )
    note_on_ticket(session, ticket, message, tells_visitor=kind is ChannelKind.WEBCHAT)
    events.record(session, "message.received", by=CUSTOMER, ticket=ticket, message=message)
    session.flush()


def send_code(session: Session, page: Opened) -> None:
    """Send the reader of a link's address a code; Conflict "too_many" when they have had enough letters."""
    language = i18n.known(page.ticket.language)
    now = clock.now()
    code = page_tokens.codes(page.link, now=now)[0]
    url = f"{outside.public_url()}/my-ticket/{page_tokens.token_of(page.link)}?code={code}"
    until = now + timedelta(seconds=page_tokens.CODE_WINDOW_S)
    draft = desk_mails.ticket_code(
        session, page.identity.address, number=page.ticket.number, url=url, until=until, language=language
    )
    if system_mail.post(session, draft) is None:
        raise Conflict("This address has had enough letters for now.", code="too_many")


def renewed(session: Session, page: Opened, code: str) -> str:
    """Return the token of a new link for whoever has the code; Invalid for a wrong one."""
    given = "".join(code.split()).encode()
    right = [compare_digest(one.encode(), given) for one in page_tokens.codes(page.link, now=clock.now())]
    if not any(right):
        raise Invalid("This is not the code.", digits="wrong_code")
    return page_tokens.token_of(PageLink(page.ticket.id, page.identity.id, clock.now()))


def _thread(session: Session, ticket: Ticket, identity: Identity) -> tuple[Thread | None, ChannelKind | None]:
    """Return where an answer of the desk reaches this customer: by mail at this address, else where they wrote last."""
    theirs = select(Identity.id).where(Identity.customer_id == ticket.customer_id)
    found = session.execute(
        select(Thread, Channel.kind)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Thread.ticket_id == ticket.id, Thread.is_closed.is_(False))
        .order_by(Thread.id.desc())
    ).all()
    for thread, kind in found:
        if kind is ChannelKind.EMAIL and thread.peer.strip().lower() == identity.address:
            return thread, kind
    own = set(session.scalars(theirs))
    return next(((thread, kind) for thread, kind in found if thread.identity_id in own), (None, None))
