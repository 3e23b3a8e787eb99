"""What visitors see: everything of their tickets, numbered 1, 2, 3 ... without a gap, each message once, in every tab."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Message, Ticket, VisitorEvent, VisitorEventKind
from runtime.faults.crowd import Crowd
from runtime.faults.stream import Stream
from runtime.faults.visitor import Visitor


def check_told(session: Session, crowd: Crowd) -> list[str]:
    """Compare every tab of every visitor with what the desk has told them."""
    wrong = list(crowd.journal.oddities)
    for visitor in crowd.visitors:
        numbers = {letter.ack[0] for letter in visitor.letters if letter.ack}
        for number in numbers:
            wrong += _check_ticket(session, visitor, number)
        for place, tab in enumerate(visitor.tabs):
            wrong += _check_tab(visitor, tab.stream, f"tab {place} of {visitor.name}")
    return wrong


def _check_ticket(session: Session, visitor: Visitor, number: int) -> list[str]:
    ticket = session.execute(select(Ticket.id, Ticket.last_seq).where(Ticket.number == number)).one()
    told = session.execute(
        select(VisitorEvent.seq, VisitorEvent.kind, Message.text)
        .outerjoin(Message, Message.id == VisitorEvent.message_id)
        .where(VisitorEvent.ticket_id == ticket.id)
        .order_by(VisitorEvent.seq)
    ).all()
    wrong = []
    if [row.seq for row in told] != list(range(1, ticket.last_seq + 1)):
        wrong.append(
            f"ticket {number} has the numbers {[row.seq for row in told]}, the last should be {ticket.last_seq}"
        )
    texts = {row.seq: row.text for row in told if row.kind is VisitorEventKind.MESSAGE}
    for place, tab in enumerate(visitor.tabs):
        seen = tab.stream.tickets.get(number, {})
        if len(seen) != ticket.last_seq or set(seen) != {row.seq for row in told}:
            wrong.append(f"tab {place} of {visitor.name} has {sorted(seen)} of 1 to {ticket.last_seq}, ticket {number}")
        different = [seq for seq, text in texts.items() if seq in seen and seen[seq]["message"]["text"] != text]
        wrong += [f"tab {place} of {visitor.name} shows another text as number {seq}" for seq in different]
    return wrong


def _check_tab(visitor: Visitor, stream: Stream, name: str) -> list[str]:
    own = stream.texts("visitor")
    wrong = [f"doubled: {name} shows {text!r} {times} times" for text, times in Counter(own).items() if times > 1]
    wrong += [
        f"doubled: {name} shows {text!r} {times} times"
        for text, times in Counter(stream.texts("agent")).items()
        if times > 1
    ]
    written = [letter.mark for letter in visitor.letters]
    if own != written and sorted(own) == sorted(written):
        wrong.append(f"out of order: {name} shows {own}")
    missing = [mark for mark in written if mark not in own]
    return wrong + ([f"missing: {name} does not show {missing}"] if missing else [])
