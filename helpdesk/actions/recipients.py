"""Whom a mail goes to: what an agent chose, or whom a thread answers by default."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from helpdesk import markup
from helpdesk.actions.circle import Circle, folded
from helpdesk.actions.circles import circles_of
from helpdesk.errors import Invalid
from helpdesk.incoming import Mailbox
from helpdesk.mailboxes import bare_address, own_addresses
from helpdesk.models import DeliveryState, Mail, Message, MessageKind, SenderProof, Thread, Ticket

MAX_RECIPIENTS: Final = 100
ADDRESS_CHARS: Final = 254  # RFC 5321, 4.5.3.1.3
NAME_CHARS: Final = 200
SUBJECT_CHARS: Final = 300

# Built once: consoles ask with every ticket. Messages lie with their thread's ticket, which has an index; threads have none.
_NEWEST: Final = (
    select(Mail)
    .join(Message, Message.id == Mail.message_id)
    .where(Message.ticket_id == bindparam("ticket_id"), Message.thread_id == bindparam("thread_id"))
    .where(Message.kind == bindparam("kind"))
    .where(Message.is_auto.is_(False), Message.delivery_state.is_distinct_from(DeliveryState.WITHDRAWN))
    .order_by(Message.id.desc())
    .limit(1)
)

# One mailbox: what every mail server takes, without quoting and without anything a header could break at.
_address = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]{1,64}@[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]{1,190}\.?")
_answered = re.compile(r"^\s*((re|aw|sv|antw|vá|odp|отв|відп|на)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recipients:
    """To, Cc and Bcc as (name, address); subject: "" keeps the thread's own."""

    to: Sequence[Mailbox] = ()
    cc: Sequence[Mailbox] = ()
    bcc: Sequence[Mailbox] = ()
    subject: str = ""


def checked(recipients: Recipients, *, own: frozenset[str]) -> Recipients:
    """Return recipients that may go into a mail, each once and none of our own; Invalid names what is wrong."""
    seen: set[str] = set()
    found = Recipients(
        to=_each_once(recipients.to, own, seen),
        cc=_each_once(recipients.cc, own, seen),
        bcc=_each_once(recipients.bcc, own, seen),
        subject=markup.preview(recipients.subject, chars=SUBJECT_CHARS),
    )
    if not found.to:
        raise Invalid("Say whom this mail goes to.", to="empty")
    if len(seen) > MAX_RECIPIENTS:
        raise Invalid(f"A mail has at most {MAX_RECIPIENTS} recipients.", to="too_many")
    return found


@dataclass(frozen=True, slots=True)
class Usual:
    """Whom an answer goes to when nobody says otherwise, and the newest mail that came, None where none did."""

    recipients: Recipients
    newest: Mail | None


def default_recipients(session: Session, ticket: Ticket, thread: Thread) -> Recipients:
    """Return whom an answer goes to: who wrote the newest mail, its other recipients in Cc; only who takes part.

    Nobody when the sender of that mail is not clear: then an agent must say. A Reply-To that takes no part is ignored.
    """
    return usual_recipients(session, [(ticket, thread)])[0].recipients


def usual_recipients(session: Session, talks: Sequence[tuple[Ticket, Thread]]) -> list[Usual]:
    """Return for several tickets, one thread of each, what `default_recipients` says of one."""
    own = own_addresses(session)
    newest = [newest_mail(session, thread, kind=MessageKind.IN) for _, thread in talks]
    asked = [ticket for (ticket, _), mail in zip(talks, newest, strict=True) if _is_clear(mail)]
    circles = circles_of(session, asked, own=own) if asked else {}
    return [
        Usual(_recipients(session, thread, mail, own, circles.get(ticket.id)), mail)
        for (ticket, thread), mail in zip(talks, newest, strict=True)
    ]


def _is_clear(newest: Mail | None) -> bool:
    return newest is not None and newest.sender is not SenderProof.UNCLEAR


def _recipients(
    session: Session, thread: Thread, newest: Mail | None, own: frozenset[str], circle: Circle | None
) -> Recipients:
    if newest is None:
        return _as_before(session, thread, own)
    if circle is None:
        return Recipients()
    seen: set[str] = set()
    wanted = _members(newest.reply_to, circle) or _members([[newest.from_name, newest.from_address]], circle)
    to = _each_once(wanted, own, seen)
    return Recipients(to=to, cc=_each_once(_members((*newest.to, *newest.cc), circle), own, seen))


def is_address(address: str) -> bool:
    """Say whether this is one e-mail address that fits into a header as it is."""
    return len(address) <= ADDRESS_CHARS and _address.fullmatch(address) is not None


def newest_mail(session: Session, thread: Thread, *, kind: MessageKind) -> Mail | None:
    """Return the newest mail of a thread that a person wrote this way."""
    return session.scalar(_NEWEST, {"ticket_id": thread.ticket_id, "thread_id": thread.id, "kind": kind})


def answering(subject: str) -> str:
    """Return the subject of an answer: "Re:" once, whatever was there before."""
    return f"Re: {_answered.sub('', subject)}".strip()[:SUBJECT_CHARS]


def _as_before(session: Session, thread: Thread, own: frozenset[str]) -> Recipients:
    ours = newest_mail(session, thread, kind=MessageKind.OUT)
    if ours is not None:
        return Recipients(to=_pairs(ours.to), cc=_pairs(ours.cc), subject=ours.subject)
    return Recipients(to=(("", thread.peer),) if is_address(thread.peer) else ())


def _members(mailboxes: Iterable[Sequence[str]], circle: Circle) -> list[Mailbox]:
    return [(name, address) for name, address in mailboxes if circle.has(address) and is_address(address)]


def _pairs(mailboxes: Iterable[Sequence[str]]) -> tuple[Mailbox, ...]:
    return tuple((name, address) for name, address in mailboxes)


def _each_once(mailboxes: Iterable[Mailbox], own: frozenset[str], seen: set[str]) -> tuple[Mailbox, ...]:
    found: list[Mailbox] = []
    for name, address in mailboxes:
        address = address.strip()
        if not is_address(address):
            raise Invalid("This is not an e-mail address.", address=markup.preview(address, chars=80))
        if folded(address) in seen or bare_address(address) in own:
            continue
        seen.add(folded(address))
        found.append((markup.preview(name, chars=NAME_CHARS), address))
    return tuple(found)
