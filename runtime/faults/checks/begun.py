"""What agents did unasked: each ticket they began is there once, with its customer, and was sent once; each change taken back."""

from collections import Counter
from collections.abc import Collection
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.models import ChannelKind, Event, Message, Ticket, VisitorEvent
from runtime.faults.checks.replies import DONE
from runtime.faults.crowd import Crowd
from runtime.faults.journal import Opening


def check_begun(session: Session, crowd: Crowd) -> list[str]:
    """Compare the tickets that agents began with what is stored and what arrived."""
    openings = list(crowd.journal.openings.values())
    wrong = [
        f"not accepted: first word {one.mark}" for one in openings if one.message_id is None and not one.is_refused
    ]
    tickets = _tickets(session, [one.text for one in openings])
    for one in openings:
        wrong += _check(session, crowd, one, tickets.get(one.text, []))
    return wrong


def check_many(session: Session, crowd: Crowd) -> list[str]:
    """Compare what was changed and taken back with what is stored: each ticket as it was, and nothing done twice."""
    journal = crowd.journal
    wrong = [f"not accepted: the change of {bulk.asked} taken back" for bulk in journal.bulks if not bulk.is_undone]
    stored = select(Ticket.id, Ticket.priority).where(Ticket.id.in_(journal.priorities))
    for id, priority in session.execute(stored):
        if priority.word != journal.priorities[id]:
            wrong.append(f"missing: ticket {id} was {journal.priorities[id]} and is {priority.word}")
    changes = select(Event.ticket_id, Event.data).where(
        Event.kind == "ticket.priority_changed", Event.ticket_id.in_(journal.priorities)
    )
    steps: dict[int, list[tuple[str, str]]] = {}
    for id, data in session.execute(changes.order_by(Event.id)):
        steps.setdefault(id or 0, []).append((data["from"], data["to"]))
    for id, taken in steps.items():
        bulks = sum(id in bulk.asked for bulk in journal.bulks)
        if len(taken) > 2 * bulks or any(before[1] != after[0] for before, after in pairwise(taken)):
            wrong.append(f"doubled: the priority of ticket {id} went {taken} by {bulks} changes taken back")
    return wrong


def _tickets(session: Session, subjects: Collection[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for subject, id in session.execute(select(Ticket.subject, Ticket.id).where(Ticket.subject.in_(subjects))):
        found.setdefault(subject, []).append(id)
    return found


def _check(session: Session, crowd: Crowd, one: Opening, tickets: list[int]) -> list[str]:
    stored = session.scalars(select(Message).where(Message.client_key == one.client_key)).all()
    if one.is_refused:
        return [f"unasked: {one.mark} was refused and is stored"] if stored or tickets else []
    if one.message_id is None:
        return []
    wrong = [] if stored else [f"lost: first word {one.mark} was accepted and is not stored"]
    if len(stored) > 1 or len(tickets) > 1:
        wrong.append(f"doubled: first word {one.mark} is stored {len(stored)} times in {len(tickets)} tickets")
    wrong += [
        f"{message.text!r} is {message.delivery_state}" for message in stored if message.delivery_state not in DONE
    ]
    owners = session.scalars(select(Ticket.customer_id).where(Ticket.id.in_(tickets))).all()
    wrong += [f"unasked: {one.mark} for {one.customer_id} went to {id}" for id in owners if id != one.customer_id]
    return wrong + (_in_chat if one.channel is ChannelKind.WEBCHAT else _elsewhere)(session, crowd, one)


def _in_chat(session: Session, crowd: Crowd, one: Opening) -> list[str]:
    told = session.scalar(select(func.count()).where(VisitorEvent.message_id == one.message_id)) or 0
    wrong = [f"told {told} times: first word {one.mark}"] if told > 1 else []
    wrong += [] if told else [f"never told: first word {one.mark}"]
    for visitor in crowd.visitors:
        for place, tab in enumerate(visitor.tabs):
            times = tab.stream.texts("agent").count(one.text)
            if times != (visitor.name == one.to):
                wrong.append(f"told {times} times: first word {one.mark}, in tab {place} of {visitor.name}")
    return wrong


def _elsewhere(session: Session, crowd: Crowd, one: Opening) -> list[str]:
    times = {other.name: Counter(other.begun)[one.mark] for other in crowd.others}
    mine = times.pop(one.to, 0)
    wrong = [f"unasked: {name} was sent first word {one.mark}" for name, seen in times.items() if seen]
    if mine > 1 + one.resends:
        wrong.append(f"told {mine} times: first word {one.mark}, sent again {one.resends} times by a person")
    if not mine and not one.is_confirmed:
        wrong.append(f"never told: first word {one.mark} did not arrive")
    return wrong
