"""What is new for many chat visitors at once, in a bounded number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from helpdesk.models import Message, Thread, Ticket, Visitor, VisitorEvent
from helpdesk.queries.among import one_of_given
from helpdesk.queries.rows import Json
from helpdesk.queries.visitor import MAX_TICKETS, event_views, seq_of

MAX_FACTS = 1_000

_OF_MESSAGES = (
    select(VisitorEvent, Ticket.number, Thread.peer)
    .join(Ticket, Ticket.id == VisitorEvent.ticket_id)
    .join(Message, Message.id == VisitorEvent.message_id)
    .join(Thread, Thread.id == Message.thread_id)
    .where(one_of_given(VisitorEvent.message_id))
    .order_by(VisitorEvent.ticket_id.desc(), VisitorEvent.seq.desc())
)
_THREADS = select(Ticket.id, Ticket.number, Thread.channel_id, Thread.peer, Thread.desk_seen_id).join(
    Thread, Thread.ticket_id == Ticket.id
)
_OF_TICKETS = _THREADS.where(one_of_given(Ticket.id)).order_by(Ticket.id)


@dataclass(frozen=True, slots=True)
class ChatThread:
    """Which visitor a ticket talks with."""

    ticket_id: int
    number: int
    channel_id: int
    peer: str
    desk_seen_id: int


def chat_threads(session: Session, ticket_ids: Collection[int]) -> list[ChatThread]:
    """Return whom these tickets talk with."""
    return [ChatThread(*row) for row in session.execute(_OF_TICKETS, {"ids": list(ticket_ids)})]


def threads_of(session: Session, *, channel_id: int, peers: Collection[str]) -> list[ChatThread]:
    """Return a visitor's newest tickets, oldest first."""
    found = session.execute(
        _THREADS.where(Thread.channel_id == channel_id, Thread.peer.in_(peers))
        .order_by(Ticket.id.desc())
        .limit(MAX_TICKETS)
    )
    return [ChatThread(*row) for row in found][::-1]


def tokens_of(session: Session, threads: Collection[ChatThread]) -> dict[tuple[int, str], tuple[tuple[int, str], ...]]:
    """Return whose threads these are: channel id and hash of the token -> channel id and peer, of all they are known by."""
    peers = {int(one.peer) for one in threads if one.peer.isdecimal()}
    if not peers:
        return {}
    theirs = or_(Visitor.identity_id.in_(peers), Visitor.earlier_identity_id.in_(peers))
    found = session.scalars(select(Visitor).where(theirs))
    return {(one.channel_id, one.token_hash): tuple((one.channel_id, peer) for peer in one.peers) for one in found}


def facts_after(session: Session, after: Mapping[int, int]) -> list[Json]:
    """Return the facts of tickets after a seq each, ordered by ticket and seq, at most 1,000."""
    if not after:
        return []
    wanted = {name: value for n, pair in enumerate(after.items()) for name, value in zip(_names(n), pair, strict=True)}
    size = 1 << (len(after) - 1).bit_length()
    found = session.execute(_newer(size), dict.fromkeys(_all_names(size), 0) | wanted)
    return event_views(session, found)


@cache
def _newer(size: int) -> Select[VisitorEvent, int]:
    """Return the question for so many tickets, made once: building and compiling it costs more than the answer."""
    pairs: list[list[BindParameter[int]]] = [[bindparam(name) for name in _names(n)] for n in range(size)]
    return (
        select(VisitorEvent, Ticket.number)
        .join(Ticket, Ticket.id == VisitorEvent.ticket_id)
        .where(or_(*(and_(VisitorEvent.ticket_id == id, VisitorEvent.seq > seq) for id, seq in pairs)))
        .order_by(VisitorEvent.ticket_id, VisitorEvent.seq)
        .limit(MAX_FACTS)
    )


@cache
def _all_names(size: int) -> tuple[str, ...]:
    return tuple(name for n in range(size) for name in _names(n))


def _names(n: int) -> tuple[str, str]:
    return f"ticket_{n}", f"seq_{n}"


@dataclass(frozen=True, slots=True)
class Told:
    """The fact by which a visitor was told of their own message, and who they are to threads."""

    fact: Json
    ticket_id: int
    peer: str


def told_of_messages(session: Session, message_ids: Sequence[int]) -> dict[int, Told]:
    """Return how visitors were told of their own messages, by message id."""
    rows = session.execute(_OF_MESSAGES, {"ids": list(message_ids)}).all() if message_ids else []
    # The first fact of a message comes last and stays.
    first = {event.message_id or 0: (event, number, peer) for event, number, peer in rows}
    views = event_views(session, [(event, number) for event, number, _ in first.values()])
    pairs = zip(first.items(), views, strict=True)
    return {id: Told(view, event.ticket_id, peer) for (id, (event, _, peer)), view in pairs}


def desk_seen_seq(session: Session, thread: ChatThread) -> int:
    """Return up to which number the desk has seen what the visitor wrote."""
    return seq_of(session, thread.ticket_id, thread.desk_seen_id)
