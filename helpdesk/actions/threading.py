"""Which ticket a mail belongs to.

A reference only says which ticket is meant; it gives nobody the right to write there. In this order ask: a signed token
(in a Message-ID of ours, or after the plus of an address), the Message-IDs it answers, newest first, the number in the
subject. The first ticket its sender takes part in (helpdesk.actions.circle) gets the mail, if

- the sender is clear, and
- the proof is no worse than what this address gave in this ticket before, or the mail carries the ticket's token, which
  only those have whom we wrote to.

Otherwise the mail opens a ticket of its own. One that names a ticket by Message-ID or token is linked to it (QUOTES), so
that a person can join them with one click; a number in a subject can be guessed and links nothing. An ended ticket that
takes no more is followed (FOLLOWS). A forged From of a customer may thus reach the customer's ticket where nobody has
ever proved anything; the message says "claimed", and nothing goes to any address but those that take part already.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from helpdesk import mail_tokens
from helpdesk.actions.circle import folded
from helpdesk.actions.mail_shapes import OpenFile, Place, Pointer
from helpdesk.incoming import IncomingMail
from helpdesk.models import LinkKind, SenderProof, Thread

MAX_REFERENCES: Final = 30
MAX_NUMBERS: Final = 3
_number = re.compile(r"\[#(\d{1,15})\]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket that a mail may mean. is_known: by a mail or token, not by a number anybody can guess."""

    file: OpenFile
    pointer: Pointer | None = None
    is_signed: bool = False
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """What a mail names: tickets by token, mails by Message-ID (newest first), tickets by number."""

    ticket_ids: tuple[int, ...]
    mail_ids: tuple[str, ...]
    numbers: tuple[int, ...]


def named_in(mail: IncomingMail) -> Named:
    """Return what a mail names; only tokens that are ours count."""
    latest = mail.references[-MAX_REFERENCES:][::-1]
    originals = mail.bounce.original_ids[:MAX_REFERENCES] if mail.bounce else ()
    ids = tuple(dict.fromkeys(filter(None, (*originals, mail.in_reply_to, *latest))))
    tokens = dict.fromkeys((*(token.removeprefix("t.") for token in mail.tokens), *mail_tokens.tokens_in(ids)))
    tickets = dict.fromkeys(ticket for token in tokens if (ticket := mail_tokens.ticket_of(token)) is not None)
    numbers = dict.fromkeys(int(number) for number in _number.findall(mail.subject)[:MAX_NUMBERS])
    return Named(tuple(tickets), ids, tuple(numbers))


def place(mail: IncomingMail, candidates: Iterable[Candidate], *, takes_more: Callable[[OpenFile], bool]) -> Place:
    """Return where a mail belongs among the tickets it names."""
    quoted: OpenFile | None = None
    for candidate in candidates:
        if not may_join(mail, candidate):
            quoted = quoted or (candidate.file if candidate.is_known else None)
        elif takes_more(candidate.file):
            return Place(file=candidate.file, pointer=candidate.pointer)
        else:
            return Place(link=LinkKind.FOLLOWS, other=candidate.file)
    return Place(link=LinkKind.QUOTES if quoted else None, other=quoted)


def may_join(mail: IncomingMail, candidate: Candidate) -> bool:
    """Say whether the sender of a mail may write into a ticket that the mail names."""
    circle = candidate.file.circle
    if mail.proof is SenderProof.UNCLEAR or not circle.has(mail.from_address):
        return False
    return candidate.is_signed or circle.is_as_good(mail.from_address, mail.proof)


def thread_on(file: OpenFile, pointer: Pointer | None, *, peer: str, channel_id: int) -> Thread | None:
    """Return the thread of a ticket that a mail on this channel goes on with: the named one, the peer's, the newest."""
    here = [thread for thread in file.threads if thread.channel_id == channel_id]
    if pointer is not None:
        for thread in here:
            if thread is pointer.thread or (pointer.thread_id is not None and thread.id == pointer.thread_id):
                return thread
    theirs = [thread for thread in here if folded(thread.peer) == folded(peer)]
    main = [thread for thread in here if not thread.details.get("aside")]
    found = theirs or main
    return found[-1] if found else None
