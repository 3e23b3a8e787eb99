"""What tickets can go through before, between and after merges, and how they stand."""

import random
from typing import Any, Final

from sqlalchemy import select

from helpdesk import db
from helpdesk.actions import assign, drafts, label, lifecycle, merge, reading, reply
from helpdesk.actions.reply import Writing
from helpdesk.errors import DeskError
from helpdesk.models import (
    Assignment,
    Category,
    Draft,
    DraftMode,
    Message,
    Priority,
    ReadMark,
    SlaClock,
    Status,
    Thread,
    Ticket,
    TicketTag,
)
from helpdesk.permissions import Actor
from helpdesk.tokens import new_name
from tests.cast import Desk
from tests.mails import arrives, gateway_sends, mail

SENDERS: Final = ("vera@shop.example", "oleh@z.test", "ivan@firm.example")
# What rises with every change, or says nothing of how a ticket stands.
PASSING: Final = {"version", "updated_at"}


def merged(ticket_id: int, into_id: int, *, by: Actor) -> Ticket:
    """Merge a ticket into another."""
    with db.transaction() as session:
        return merge.merge(session, ticket_id, into_id=into_id, by=by)


def taken_back(ticket_id: int, *, by: Actor) -> Ticket:
    """Take a merge back."""
    with db.transaction() as session:
        return merge.unmerge(session, ticket_id, by=by)


def home_of(message: Message) -> Ticket:
    """Return the ticket on which a message stands now."""
    with db.reading() as session:
        return session.get_one(Ticket, session.get_one(Message, message.id).ticket_id)


def happens(chance: random.Random, desk: Desk, box: int, ticket_ids: list[int]) -> None:
    """Have one thing happen to one of some tickets; what the desk refuses has not happened."""
    ticket_id, agent = chance.choice(ticket_ids), chance.choice((desk.cast.anna, desk.cast.boris))
    with db.reading() as session:
        ticket = session.get_one(Ticket, ticket_id)
        newest = ticket.last_message_id or 0
    what = chance.randrange(8)
    try:
        if what == 0:
            arrives(mail(box, f"More {chance.random()}", sender=chance.choice(SENDERS), subject=f"[#{ticket.number}]"))
        elif what == 1:
            answers(ticket_id, by=agent)
            gateway_sends(box)
        else:
            with db.transaction() as session:
                _changes(chance, session, ticket_id, newest, what, agent)
    except DeskError:
        pass


def answers(ticket_id: int, *, by: Actor) -> Message:
    """Have an agent answer."""
    with db.transaction() as session:
        return reply.send_reply(session, ticket_id, Writing("Good day!", new_name()), by=by)


def standing(*ticket_ids: int) -> dict[str, Any]:
    """Return everything that a merge may touch."""
    with db.reading() as session:
        tickets = session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id)).all()
        return {
            "tickets": [_columns(ticket, leave_out=PASSING) for ticket in tickets],
            "threads": session.execute(select(Thread.id, Thread.ticket_id).order_by(Thread.id)).all(),
            "messages": session.execute(
                select(Message.id, Message.ticket_id, Message.thread_id, Message.customer_id).order_by(Message.id)
            ).all(),
            "marks": session.execute(
                select(ReadMark.ticket_id, ReadMark.agent_id, ReadMark.message_id).order_by(
                    ReadMark.ticket_id, ReadMark.agent_id
                )
            ).all(),
            "drafts": session.execute(
                select(Draft.ticket_id, Draft.agent_id, Draft.mode, Draft.text).order_by(
                    Draft.ticket_id, Draft.agent_id, Draft.mode
                )
            ).all(),
            "tags": session.execute(select(TicketTag.ticket_id, TicketTag.tag_id).order_by(TicketTag.ticket_id)).all(),
            "holders": session.execute(
                select(Assignment.ticket_id, Assignment.agent_id)
                .where(Assignment.ended_at.is_(None))
                .order_by(Assignment.ticket_id)
            ).all(),
            "clocks": [
                _columns(row, leave_out={"id"})
                for row in session.scalars(select(SlaClock).order_by(SlaClock.ticket_id, SlaClock.target, SlaClock.run))
            ],
        }


def _columns(row: Any, *, leave_out: set[str]) -> dict[str, Any]:  # a row of any table
    return {one.key: getattr(row, one.key) for one in row.__table__.columns if one.key not in leave_out}


def _changes(chance: random.Random, session: Any, ticket_id: int, newest: int, what: int, agent: Actor) -> None:
    if what == 2:
        drafts.save(
            session,
            ticket_id,
            chance.choice(list(DraftMode)),
            text=f"Draft {chance.random()}",
            attachment_ids=(),
            revision=0,
            by=agent,
        )
    elif what == 3:
        reading.mark_read(session, ticket_id, message_id=newest, by=agent)
    elif what == 4:
        assign.take(session, ticket_id, by=agent)
    elif what == 5:
        lifecycle.resolve(session, ticket_id, by=agent)
    elif what == 6:
        label.set_priority(session, ticket_id, priority=chance.choice(list(Priority)), by=agent)
    else:
        category = chance.choice((Category.PENDING, Category.OPEN, Category.ON_HOLD))
        status_id = session.scalar(select(Status.id).where(Status.category == category))
        lifecycle.set_status(session, ticket_id, status_id=status_id, by=agent)
