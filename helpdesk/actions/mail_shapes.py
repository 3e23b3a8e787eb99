"""What the desk holds in its hands while it takes in mails."""

from dataclasses import dataclass, field

from helpdesk.actions.circle import Circle
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Identity, LinkKind, Message, Thread, Ticket


@dataclass(slots=True, eq=False)
class OpenFile:
    """A ticket with its threads and those who take part; a new one has no id yet."""

    ticket: Ticket
    circle: Circle
    threads: list[Thread] = field(default_factory=list)
    is_new: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Pointer:
    """A mail of ours or theirs that another one names by its Message-ID."""

    file: OpenFile
    thread_id: int | None
    message_id: int | None
    is_ours: bool
    thread: Thread | None = None  # where it has no id yet


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail belongs: on a ticket, or on a new one that is linked to another."""

    file: OpenFile | None = None
    pointer: Pointer | None = None
    link: LinkKind | None = None
    other: OpenFile | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One mail with the message it becomes; no identity where the desk is told of a mail of its own."""

    incoming: IncomingMessage
    external_id: str
    message: Message
    ticket: Ticket
    thread: Thread
    identity: Identity | None
