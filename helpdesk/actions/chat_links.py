"""Links that prove who reads an address a visitor named: signed by being random, kept as hashes, good once, for a day."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, i18n, outside, settings
from helpdesk.actions import chat_letters, desk_mails, follow_ups, system_mail, transcripts
from helpdesk.actions.access import open_ticket
from helpdesk.actions.circle import folded
from helpdesk.actions.recipients import is_address
from helpdesk.errors import Conflict, Expired, Invalid
from helpdesk.models import Category, Identity, IdentityKind, Thread, Ticket, WidgetLink, WidgetLinkPurpose
from helpdesk.permissions import CUSTOMER
from helpdesk.tokens import hash_token, new_token

LASTS: Final = timedelta(days=1)
BY_LINK: Final = "link"  # how an address was verified
SENT: Final = "sent"
CONFIRM: Final = "confirm"


@dataclass(frozen=True, slots=True)
class Offered:
    """What the page behind a link shows."""

    number: int
    purpose: WidgetLinkPurpose
    address: str
    language: str


def by_mail(session: Session, thread: Thread, *, purpose: WidgetLinkPurpose, address: str) -> str:
    """Do what a visitor asked for by mail: at once ("sent") where the address is proved, else after a link ("confirm").

    Conflict "no_mailbox", "no_address" or "too_many" says why not.
    """
    ticket = open_ticket(session, thread.ticket_id, by=CUSTOMER)
    if system_mail.mailbox(session) is None:
        raise Conflict("This desk sends no mail.", code="no_mailbox")
    address = folded(address or follow_ups.address_of(session, thread) or "")
    if not address:
        raise Conflict("There is no address to write to.", code="no_address")
    if not is_address(address):
        raise Invalid("This is no e-mail address.", email="not_an_address")
    if _is_proved(session, ticket, address):
        _fulfil(session, ticket, thread, purpose=purpose, address=address)
        return SENT
    _ask(session, ticket, thread, purpose=purpose, address=address)
    return CONFIRM


def find(session: Session, token: str) -> Offered:
    """Return what a link is for; Expired when it is too old, was used, or was never given."""
    link, ticket = _open(session, token)
    thread = chat_letters.chat_thread(session, ticket.id)
    language = follow_ups.language_of(session, ticket, thread) if thread else ticket.language
    return Offered(ticket.number, link.purpose, link.address, language)


def confirm(session: Session, token: str) -> Offered:
    """Use a link: its reader owns the address, and what was asked for is done."""
    link, ticket = _open(session, token, locked=True)
    offered = find(session, token)
    link.used_at = clock.now()
    ticket = open_ticket(session, ticket.id, by=CUSTOMER)
    thread = chat_letters.chat_thread(session, ticket.id)
    if thread is None:
        raise Expired
    _prove(session, ticket, link.address)
    _fulfil(session, ticket, thread, purpose=link.purpose, address=link.address)
    return offered


def _open(session: Session, token: str, *, locked: bool = False) -> tuple[WidgetLink, Ticket]:
    wanted = select(WidgetLink).where(
        WidgetLink.token_hash == hash_token(token), WidgetLink.used_at.is_(None), WidgetLink.expires_at > clock.now()
    )
    link = session.scalar(wanted.with_for_update() if locked else wanted)
    ticket = session.get(Ticket, link.ticket_id) if link else None
    if link is None or ticket is None or ticket.spam_at is not None:
        raise Expired
    return link, ticket


def _ask(session: Session, ticket: Ticket, thread: Thread, *, purpose: WidgetLinkPurpose, address: str) -> None:
    token, now = new_token(), clock.now()
    link = WidgetLink(
        token_hash=hash_token(token),
        purpose=purpose,
        ticket_id=ticket.id,
        identity_id=thread.identity_id,
        address=address,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(link)
    session.flush()
    language = follow_ups.language_of(session, ticket, thread)
    url = f"{outside.public_url()}/chat-links/{token}"
    draft = desk_mails.chat_link(session, link, url=url, language=language)
    if system_mail.post(session, draft) is None:
        raise Conflict("This address has had enough letters for now.", code="too_many")


def _is_proved(session: Session, ticket: Ticket, address: str) -> bool:
    owner = session.scalar(
        select(Identity.customer_id).where(
            Identity.kind == IdentityKind.EMAIL, Identity.address == address, Identity.verified_at.is_not(None)
        )
    )
    return owner == ticket.customer_id


def _prove(session: Session, ticket: Ticket, address: str) -> None:
    """Note that the ticket's customer reads this address; one that is somebody else's stays theirs."""
    known = session.scalar(select(Identity).where(Identity.kind == IdentityKind.EMAIL, Identity.address == address))
    now = clock.now()
    if known is None:
        known = Identity(customer_id=ticket.customer_id, kind=IdentityKind.EMAIL, address=address, created_at=now)
        session.add(known)
    if known.customer_id == ticket.customer_id and known.verified_at is None:
        known.verified_by, known.verified_at = BY_LINK, now
    session.flush()


def _fulfil(session: Session, ticket: Ticket, thread: Thread, *, purpose: WidgetLinkPurpose, address: str) -> None:
    language = follow_ups.language_of(session, ticket, thread)
    desk = settings.get(session, "desk_name")
    if purpose is WidgetLinkPurpose.CONTINUE and ticket.category is Category.CLOSED:
        raise Conflict("This ticket is closed; write a new message.", code="closed")
    thread.details = {**thread.details, "email": address}
    key = purpose.value
    parts = [
        i18n.text(language, f"chat_mail.{key}", desk=desk),
        transcripts.transcript(session, ticket, language=language),
    ]
    letter = chat_letters.write(
        session,
        ticket,
        kind=chat_letters.TRANSCRIPT,
        address=address,
        subject=i18n.text(language, f"chat_mail.{key}_subject", desk=desk, number=ticket.number),
        text="\n\n".join(parts),
    )
    if letter is None:
        raise Conflict("This address has had enough letters for now.", code="too_many")
    if purpose is WidgetLinkPurpose.CONTINUE:
        _lead(session, letter.thread_id)


def _lead(session: Session, thread_id: int) -> None:
    """Let agents answer on the mail thread from now on: the customer asked for it."""
    thread = session.get_one(Thread, thread_id)
    thread.details = {name: value for name, value in thread.details.items() if name != "aside"}
