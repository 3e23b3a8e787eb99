"""What the database itself must look like, whoever asks."""

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session, aliased

from helpdesk.models import (
    ROUTABLE,
    Agent,
    AssignedBy,
    Assignment,
    DeliveryState,
    Event,
    Message,
    Ticket,
)
from helpdesk.queries.classifying import TO_CLASSIFY
from runtime.faults.crowd import Crowd

ONCE = ("message.received", "message.queued", "message.sent", "ticket.created", "ticket.classified")


def check_desk(session: Session, crowd: Crowd) -> list[str]:
    """Look at events, deliveries, assignments and tickets of the whole desk."""
    return [
        *_events(session),
        *_once(session),
        *_deliveries(session),
        *_assignments(session),
        *_tickets(session),
        *_file(session),
    ]


def _events(session: Session) -> list[str]:
    count, unnumbered, lowest, highest, distinct = session.execute(
        select(
            func.count(),
            func.count().filter(Event.position.is_(None)),
            func.min(Event.position),
            func.max(Event.position),
            func.count(Event.position.distinct()),
        )
    ).one()
    wrong = [f"{unnumbered} events have no position"] if unnumbered else []
    numbered = count - unnumbered
    if numbered and (lowest, highest, distinct) != (1, numbered, numbered):
        wrong.append(f"{numbered} events have the positions {lowest} to {highest}, {distinct} different ones")
    return wrong


def _once(session: Session) -> list[str]:
    twice = session.execute(
        select(Event.kind, Event.ticket_id, Event.message_id, func.count())
        .where(Event.kind.in_(ONCE))
        .group_by(Event.kind, Event.ticket_id, Event.message_id)
        .having(func.count() > 1)
    ).all()
    return [f"doubled: {kind} of ticket {ticket}, message {message}, {n} times" for kind, ticket, message, n in twice]


def _deliveries(session: Session) -> list[str]:
    states = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.FAILED)
    open_ones = session.execute(select(Message.id, Message.delivery_state).where(Message.delivery_state.in_(states)))
    return [f"reply {id} is {state}" for id, state in open_ones]


def _assignments(session: Session) -> list[str]:
    twice = session.scalars(
        select(Assignment.ticket_id)
        .where(Assignment.ended_at.is_(None))
        .group_by(Assignment.ticket_id)
        .having(func.count() > 1)
    ).all()
    # Whoever answers a ticket that nobody has takes it, room or not; routing gives nothing beyond the room.
    given = aliased(Assignment)
    last_given = (
        select(func.max(given.id))
        .where(given.agent_id == Agent.id, given.ended_at.is_(None), given.by == AssignedBy.ROUTING)
        .scalar_subquery()
    )
    overfilled = session.execute(
        select(Agent.id, func.sum(Assignment.units), Agent.capacity_units)
        .join(Assignment, Assignment.agent_id == Agent.id)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Assignment.ended_at.is_(None), Ticket.category.in_(ROUTABLE), Assignment.id <= last_given)
        .group_by(Agent.id)
        .having(func.sum(Assignment.units) > Agent.capacity_units)
    ).all()
    apart = session.scalars(
        select(Ticket.id)
        .outerjoin(Assignment, (Assignment.ticket_id == Ticket.id) & Assignment.ended_at.is_(None))
        .where(
            or_(
                Assignment.agent_id != Ticket.assignee_id,
                Assignment.agent_id.is_(None) != Ticket.assignee_id.is_(None),
            )
        )
    ).all()
    wrong = [f"doubled: ticket {id} has two open assignments" for id in twice]
    wrong += [f"agent {id} has {units} of {most} units" for id, units, most in overfilled]
    return wrong + [f"ticket {id} and its assignment name different agents" for id in apart]


def _tickets(session: Session) -> list[str]:
    unclassified = session.scalars(select(Ticket.id).where(TO_CLASSIFY)).all()
    unexplained = session.scalars(
        select(Ticket.id).where(
            Ticket.category.in_(ROUTABLE), Ticket.assignee_id.is_(None), Ticket.waiting_reason.is_(None)
        )
    ).all()
    miscounted = session.execute(
        select(Ticket.id, Ticket.message_count, func.count(Message.id))
        .join(Message, Message.ticket_id == Ticket.id)
        .group_by(Ticket.id)
        .having(func.count(Message.id) != Ticket.message_count)
    ).all()
    wrong = [f"ticket {id} is not classified" for id in unclassified]
    wrong += [f"ticket {id} waits and does not say why" for id in unexplained]
    return wrong + [f"ticket {id} says {said} messages and has {has}" for id, said, has in miscounted]


def _file(session: Session) -> list[str]:
    if session.get_bind().dialect.name != "sqlite":
        return []
    torn = [str(row[0]) for row in session.execute(text("PRAGMA quick_check")) if row[0] != "ok"]
    loose = session.execute(text("PRAGMA foreign_key_check")).all()
    return torn + [f"a row of {row[0]} refers to nothing" for row in loose]
