"""Desks with a random past: some tickets to which all kinds of things happen over some weeks."""

import random
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import assign, label, lifecycle, receive, release, reply, sla_sweep, spam, visitor_wishes
from helpdesk.actions.reply import Writing
from helpdesk.actions.report_facts import step
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Category, Event, Priority, Setting, Status, Thread, TicketType
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.stories import answers, incoming, visitor_writes

BEGIN: Final = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)  # the clocks of Europe go back on the 25th
STEPS: Final = (
    *("ask",) * 6,
    *("answer",) * 5,
    *("resolved",) * 4,
    "automatic",
    "held answer",
    "held answer",
    "release",
    "withdraw",
    "note",
    "open",
    "pending",
    "closed",
    "assign",
    "assign",
    "give back",
    "team",
    "priority",
    "type",
    "spam",
    "no spam",
    "facts",
    "rate",
    "rate",
)


def live_through(desk: Desk, *, seed: int, tickets: int = 6, steps: int = 90) -> datetime:
    """Let a desk live for some weeks and return when that was over; the facts are level then."""
    chance, now = random.Random(seed), BEGIN
    browsers: dict[str, int] = {}
    for n in range(steps):
        now += timedelta(seconds=chance.choice([0, 1, 59, 600, 3600, 20_000, 90_000, 200_000]))
        with clock.fixed(now):
            if len(browsers) < tickets and n % 3 == 0:
                browser = str(uuid.uuid4())
                browsers[browser] = visitor_writes(desk, browser=browser).ticket_id
            else:
                browser = chance.choice(list(browsers))
                with suppress(Conflict, Invalid, NotFound):
                    happen(desk, chance, chance.choice(STEPS), browser, browsers[browser])
    now += timedelta(hours=1)
    with clock.fixed(now):
        sla_sweep.sweep()
        level()
    return now


def happen(desk: Desk, chance: random.Random, what: str, browser: str, ticket_id: int) -> None:
    cast = desk.cast
    by = chance.choice([cast.anna, cast.boris, cast.dora])
    if what == "ask":
        visitor_writes(desk, browser=browser)
    elif what == "automatic":
        message = replace(incoming(desk, "Away", browser=browser), is_auto=True)
        db.retrying(lambda session: receive.receive_message(session, message))
    elif what in ("answer", "held answer"):
        hold(60 if what == "held answer" else 0)
        answers(ticket_id, by=by)
    elif what == "release":
        with db.transaction() as session:
            release.release_due(session)
    elif what == "withdraw":
        with db.transaction() as session:
            queued = session.scalars(select(Event).where(Event.kind == "message.queued", Event.ticket_id == ticket_id))
            newest = queued.all()[-1:]
            for event in newest:
                reply.withdraw(session, event.message_id or 0, by=Actor(by.kind, event.agent_id, by.role, by.team_ids))
    elif what == "rate":
        with db.transaction() as session:
            thread = session.scalars(select(Thread).where(Thread.ticket_id == ticket_id)).one()
            visitor_wishes.rate(session, thread, score=chance.choice([1, 3, 4, 5]))
    elif what == "facts":
        number_events()
        step()
    else:
        change(desk, chance, what, ticket_id, by)


def change(desk: Desk, chance: random.Random, what: str, ticket_id: int, by: Actor) -> None:
    cast = desk.cast
    with db.transaction() as session:
        if what == "note":
            reply.add_note(session, ticket_id, Writing("so so", str(uuid.uuid4())), by=by)
        elif what == "assign":
            assign.assign(session, ticket_id, agent_id=chance.choice([cast.anna, cast.boris]).agent_id, by=cast.dora)
        elif what == "give back":
            assign.give_back(session, ticket_id, by=cast.dora)
        elif what == "team":
            team_id = chance.choice([None, cast.support_id, cast.billing_id])
            label.set_team(session, ticket_id, team_id=team_id, by=cast.dora)
        elif what == "priority":
            label.set_priority(session, ticket_id, priority=chance.choice(list(Priority)), by=cast.dora)
        elif what == "type":
            types = session.scalars(select(TicketType.id)).all()
            label.set_type(session, ticket_id, type_id=chance.choice(types), by=cast.dora)
        elif what == "spam":
            spam.mark_spam(session, ticket_id, by=cast.dora)
        elif what == "no spam":
            spam.not_spam(session, ticket_id, by=cast.dora)
        else:
            status = select(Status.id).where(Status.category == Category(what)).limit(1)
            lifecycle.set_status(session, ticket_id, status_id=session.scalars(status).one(), by=cast.dora)


def hold(seconds: int) -> None:
    """Have answers in a chat wait so long before they go."""
    with db.transaction() as session:
        value = {"value": {"webchat": seconds, "telegram": 0, "email": 10}}
        session.merge(Setting(key="undo_send_s", value=value, updated_at=clock.now()))


def level() -> None:
    """Number all events, as the relay does, and bring the facts level."""
    number_events()
    while step() is not None:
        pass


def number_events() -> None:
    with db.transaction() as session:
        last = last_position(session)
        waiting = session.scalars(select(Event).where(Event.position.is_(None)).order_by(Event.id)).all()
        for n, event in enumerate(waiting, start=1):
            event.position = last + n
