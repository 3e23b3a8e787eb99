"""What happens to tickets, told to those whom it concerns: taken from the events in their order, each once."""

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.news.listeners import Listeners, listeners
from helpdesk.actions.notifications import notify
from helpdesk.crash import crash_point
from helpdesk.models import Assignment, Event, Follower, Message, Setting, TeamMember, Ticket
from helpdesk.outbox import last_position

REACHED: Final = "news_reached"  # a setting: {"position": n}
LOCK: Final = "news"
EVENTS: Final = 200
BATCH: Final = 40  # pieces of news: what is written to the database meanwhile waits for a batch
AT_MOST_S: Final = 60.0
WORTH_KEEPING: Final = 200  # positions without any such event; fewer are looked at again
TOLD: Final = (
    "ticket.created",
    "ticket.assigned",
    "ticket.team_changed",
    "message.received",
    "message.failed",
    "message.unknown",
)

# Built once, and rows instead of objects: mails come in by the hundred.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_NEXT = (
    select(
        Event.id,
        Event.position,
        Event.kind,
        Event.ticket_id,
        Event.message_id,
        Event.agent_id,
        Event.actor,
        Event.data,
        Event.created_at,
    )
    .where(Event.position > bindparam("after"), Event.position <= bindparam("upto"), Event.kind.in_(TOLD))
    .order_by(Event.position)
    .limit(EVENTS)
)
_TICKETS = select(Ticket.id, Ticket.team_id, Ticket.assignee_id).where(Ticket.id.in_(_IDS))
_MESSAGES = select(Message.id, Message.is_auto, Message.author_agent_id).where(Message.id.in_(_IDS))
_FOLLOWERS = select(Follower.ticket_id, Follower.agent_id).where(Follower.ticket_id.in_(_IDS))
_ASSIGNED = select(Assignment.ticket_id, Assignment.assigned_at).where(
    Assignment.ticket_id.in_(_IDS), Assignment.ended_at.is_(None)
)
_MEMBERS = select(TeamMember.team_id, TeamMember.agent_id).where(TeamMember.team_id.in_(_IDS))


@dataclass(frozen=True, slots=True)
class Told:
    """Whom one event is told to and as what; occasion: of which they hear once."""

    kind: str
    agent_ids: frozenset[int]
    occasion: str
    message_id: int | None = None

    @property
    def is_of_a_message(self) -> bool:
        """Whether one unread piece of such news stands for all messages after it."""
        return self.kind in ("message.received", "message.followed")


@dataclass(frozen=True, slots=True)
class _News:
    """Who is to be told of an event, with their reasons to hear of it looked at."""

    position: int
    told: Told
    ticket_id: int
    agent_ids: Sequence[int]


def tell(*, at_most_s: float = AT_MOST_S) -> int:
    """Take in what happened since the last time; return how many were told. Harmless to repeat and beside another.

    at_most_s: begin no batch after so many seconds; what is left is told the next time.
    """
    told, until = 0, time.monotonic() + at_most_s
    while (found := _turn()) is not None:
        told += found
        if time.monotonic() > until:
            break
    return told


def _turn() -> int | None:
    """Take in a batch; whom it concerns is found before the database is locked for writing, and written in one go."""
    with db.reading() as session:
        newest, before = last_position(session), _reached(session)
        if before == newest:
            return None
        events = _next(session, before, newest) if before is not None else []
        if not events and before is not None and newest - before < WORTH_KEEPING:
            return None
        news, position = _first(_news(session, events), newest if len(events) < EVENTS else events[-1].position)
    with db.transaction() as session:
        db.lock(session, LOCK)
        if _reached(session) != before:  # somebody else has been here meanwhile
            return 0
        told = sum(_write(session, one) for one in news)
        session.merge(Setting(key=REACHED, value={"position": position}, updated_at=clock.now()))
        session.flush()
        crash_point("news.before_commit")
    crash_point("news.after_commit")
    return told


def _first(news: Sequence[_News], reached: int) -> tuple[Sequence[_News], int]:
    """Return what is written together and how far that reaches: all of it, or up to an event whose news are too many."""
    if len(news) <= BATCH:
        return news, reached
    beyond = news[BATCH].position
    return [one for one in news if one.position < beyond], beyond - 1


def _write(session: Session, news: _News) -> int:
    told, ticket = news.told, session.get(Ticket, news.ticket_id)
    if ticket is None:
        return 0
    data = {"message_id": told.message_id} if told.message_id else {}
    return len(notify(session, news.agent_ids, kind=told.kind, ticket=ticket, data=data, occasion=told.occasion))


def _reached(session: Session) -> int | None:
    kept = session.get(Setting, REACHED, populate_existing=True)
    return None if kept is None else int(kept.value["position"])


def _next(session: Session, after: int, upto: int) -> Sequence[Any]:  # rows of _NEXT
    return session.execute(_NEXT, {"after": after, "upto": upto}).all()


@dataclass(frozen=True, slots=True)
class _About:
    """What a batch of events is about, in a few statements: mails come in by the hundred."""

    tickets: Mapping[int | None, Any]  # rows of _TICKETS
    messages: Mapping[int | None, Any]  # rows of _MESSAGES
    followers: Mapping[int, frozenset[int]]  # by ticket
    assigned_at: Mapping[int, datetime]  # by ticket, of who has it now
    members: Mapping[int, frozenset[int]]  # by team


def _about(session: Session, events: Sequence[Any]) -> _About:
    ticket_ids = {"ids": sorted({event.ticket_id for event in events if event.ticket_id is not None})}
    message_ids = {"ids": sorted({event.message_id for event in events if event.message_id is not None})}
    tickets = {one.id: one for one in session.execute(_TICKETS, ticket_ids)} if events else {}
    messages = {one.id: one for one in session.execute(_MESSAGES, message_ids)} if message_ids["ids"] else {}
    held = {"ids": [id for id, one in tickets.items() if one.assignee_id is not None]}
    teams = {"ids": sorted({one.team_id for one in tickets.values() if one.team_id and one.assignee_id is None})}
    return _About(
        tickets=tickets,
        messages=messages,
        followers=_gathered(session.execute(_FOLLOWERS, ticket_ids)) if tickets else {},
        assigned_at=dict(iter(session.execute(_ASSIGNED, held))) if held["ids"] else {},
        members=_gathered(session.execute(_MEMBERS, teams)) if teams["ids"] else {},
    )


def _gathered(pairs: Iterable[Any]) -> dict[int, frozenset[int]]:  # rows of two ids
    found: dict[int, set[int]] = {}
    for of, id in pairs:
        found.setdefault(of, set()).add(id)
    return {of: frozenset(ids) for of, ids in found.items()}


def _news(session: Session, events: Sequence[Any]) -> list[_News]:
    about = _about(session, events)
    found = [(event, told) for event in events for told in _told(event, about)]
    hearing = _listeners(session, found)
    news: list[_News] = []
    unread: set[tuple[str, int, int]] = set()  # kind, ticket, agent: of a batch's second message nobody hears again
    for event, told in found:
        ticket, actor_id = about.tickets[event.ticket_id], event.agent_id if event.actor == "agent" else None
        whom = _who_may(hearing, told, ticket, told.agent_ids - {actor_id})
        if told.is_of_a_message:
            whom = [id for id in whom if (told.kind, ticket.id, id) not in unread]
            unread |= {(told.kind, ticket.id, id) for id in whom}
        if whom:
            news.append(_News(event.position, told, ticket.id, whom))
    return news


def _listeners(session: Session, found: Sequence[tuple[Any, Told]]) -> Listeners:  # rows of _NEXT
    heard = [(event.ticket_id, told.kind) for event, told in found if told.is_of_a_message]
    return listeners(
        session,
        {id for _, told in found for id in told.agent_ids},
        ticket_ids={ticket_id for ticket_id, _ in heard},
        kinds={kind for _, kind in heard},
    )


def _told(event: Any, about: _About) -> Iterable[Told]:
    ticket = about.tickets.get(event.ticket_id)
    if ticket is None:
        return
    if event.kind == "ticket.assigned":
        # An offer is shown by itself until it is taken or runs out.
        if "offer_until" not in event.data and ticket.assignee_id == event.data["to_agent_id"]:
            yield Told("ticket.assigned", frozenset({event.data["to_agent_id"]}), f"event:{event.id}")
    elif event.kind in ("ticket.created", "ticket.team_changed"):
        if ticket.team_id is not None and ticket.assignee_id is None:
            occasion = f"team:{ticket.id}:{ticket.team_id}"
            yield Told("ticket.team", about.members.get(ticket.team_id, frozenset()), occasion)
    elif event.kind == "message.received":
        yield from _heard(event, ticket, about)
    else:
        message = about.messages.get(event.message_id)
        whom = ticket.assignee_id if message is None else message.author_agent_id or ticket.assignee_id
        if whom is not None and message is not None:
            attempt = f"message:{message.id}:{event.id}"
            yield Told("message.failed", frozenset({whom}), attempt, message.id)


def _heard(event: Any, ticket: Any, about: _About) -> Iterable[Told]:
    message = about.messages.get(event.message_id)
    if message is None or message.is_auto:
        return
    occasion = f"message:{message.id}"
    if ticket.assignee_id is not None and _had_it(ticket, event, about):
        yield Told("message.received", frozenset({ticket.assignee_id}), occasion, message.id)
    followed = about.followers.get(ticket.id, frozenset()) - {ticket.assignee_id}
    if followed:
        yield Told("message.followed", followed, occasion, message.id)


def _had_it(ticket: Any, event: Any, about: _About) -> bool:  # rows, as above
    """Say whether the ticket was its agent's when this happened; who is given it later is told of that instead."""
    assigned_at = about.assigned_at.get(ticket.id)
    return assigned_at is None or assigned_at <= event.created_at


def _who_may(hearing: Listeners, told: Told, ticket: Any, agent_ids: Collection[int | None]) -> list[int]:
    """Return those who may see the ticket, want to hear of it, and neither know it already nor were just told."""
    found = [
        id
        for id in hearing.wanting(told.kind, agent_ids)
        if hearing.may_see(id, team_id=ticket.team_id, assignee_id=ticket.assignee_id)
    ]
    if told.message_id is None or not told.is_of_a_message:
        return found
    about = {"kind": told.kind, "ticket_id": ticket.id, "message_id": told.message_id}
    return [id for id in found if not hearing.knows(id, **about)]
