"""What happens to tickets, told to those whom it concerns: taken from the events in their order, each once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions.news.choices import choices_of
from helpdesk.actions.notifications import notify
from helpdesk.crash import crash_point
from helpdesk.models import (
    Agent,
    Assignment,
    Event,
    Follower,
    Message,
    Notification,
    ReadMark,
    Setting,
    TeamMember,
    Ticket,
)
from helpdesk.news import Way
from helpdesk.outbox import last_position
from helpdesk.permissions import may_see
from helpdesk.queries.rights import actors_of

REACHED: Final = "news_reached"  # a setting: {"position": n}
LOCK: Final = "news"
EVENTS: Final = 200
BATCH: Final = 40  # pieces of news: what is written to the database meanwhile waits for a batch
MOST_TURNS: Final = 50
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


def tell() -> int:
    """Take in what happened since the last time; return how many were told. Harmless to repeat and beside another."""
    told = 0
    for _ in range(MOST_TURNS):
        found = _turn()
        if found is None:
            break
        told += found
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
    """What a batch of events is about, in three statements: mails come in by the hundred."""

    tickets: Mapping[int | None, Any]  # rows of _TICKETS
    messages: Mapping[int | None, Any]  # rows of _MESSAGES
    followers: Mapping[int, frozenset[int]]  # by ticket


def _about(session: Session, events: Sequence[Any]) -> _About:
    ticket_ids = {"ids": sorted({event.ticket_id for event in events if event.ticket_id is not None})}
    message_ids = {"ids": sorted({event.message_id for event in events if event.message_id is not None})}
    tickets, messages = session.execute(_TICKETS, ticket_ids), session.execute(_MESSAGES, message_ids)
    followers: dict[int, frozenset[int]] = {}
    for ticket_id, agent_id in session.execute(_FOLLOWERS, ticket_ids):
        followers[ticket_id] = followers.get(ticket_id, frozenset()) | {agent_id}
    return _About({one.id: one for one in tickets}, {one.id: one for one in messages}, followers)


def _news(session: Session, events: Sequence[Any]) -> list[_News]:
    about, found = _about(session, events), list[_News]()
    unread: set[tuple[str, int, int]] = set()  # kind, ticket, agent: of a batch's second message nobody hears again
    for event in events:
        ticket = about.tickets.get(event.ticket_id)
        if ticket is None:
            continue
        actor_id = event.agent_id if event.actor == "agent" else None
        for told in _told(session, event, ticket, about):
            whom = _who_may(session, told, ticket, told.agent_ids - {actor_id})
            if told.is_of_a_message:
                whom = [id for id in whom if (told.kind, ticket.id, id) not in unread]
                unread |= {(told.kind, ticket.id, id) for id in whom}
            if whom:
                found.append(_News(event.position, told, ticket.id, whom))
    return found


def _told(session: Session, event: Any, ticket: Any, about: _About) -> Iterable[Told]:
    if event.kind == "ticket.assigned":
        # An offer is shown by itself until it is taken or runs out.
        if "offer_until" not in event.data and ticket.assignee_id == event.data["to_agent_id"]:
            yield Told("ticket.assigned", frozenset({event.data["to_agent_id"]}), f"event:{event.id}")
    elif event.kind in ("ticket.created", "ticket.team_changed"):
        if ticket.team_id is not None and ticket.assignee_id is None:
            members = select(TeamMember.agent_id).where(TeamMember.team_id == ticket.team_id)
            occasion = f"team:{ticket.id}:{ticket.team_id}"
            yield Told("ticket.team", frozenset(session.scalars(members)), occasion)
    elif event.kind == "message.received":
        yield from _heard(session, event, ticket, about)
    else:
        message = about.messages.get(event.message_id)
        whom = ticket.assignee_id if message is None else message.author_agent_id or ticket.assignee_id
        if whom is not None and message is not None:
            attempt = f"message:{message.id}:{event.id}"
            yield Told("message.failed", frozenset({whom}), attempt, message.id)


def _heard(session: Session, event: Any, ticket: Any, about: _About) -> Iterable[Told]:
    message = about.messages.get(event.message_id)
    if message is None or message.is_auto:
        return
    occasion = f"message:{message.id}"
    if ticket.assignee_id is not None and _had_it(session, ticket, event):
        yield Told("message.received", frozenset({ticket.assignee_id}), occasion, message.id)
    followed = about.followers.get(ticket.id, frozenset()) - {ticket.assignee_id}
    yield Told("message.followed", followed, occasion, message.id)


def _had_it(session: Session, ticket: Any, event: Any) -> bool:  # rows, as above
    """Say whether the ticket was its agent's when this happened; who is given it later is told of that instead."""
    since = select(Assignment.assigned_at).where(Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None))
    assigned_at = session.scalar(since)
    return assigned_at is None or assigned_at <= event.created_at


def _who_may(session: Session, told: Told, ticket: Any, agent_ids: Collection[int | None]) -> list[int]:
    """Return those who may see the ticket, want to hear of it, and neither know it already nor were just told."""
    wanted = [id for id in agent_ids if id is not None]
    choices = choices_of(session, wanted) if wanted else {}
    listening = [id for id, one in choices.items() if one.ways_of(told.kind) - {Way.SOUND}]
    if not listening:
        return []
    agents = session.scalars(select(Agent).where(Agent.id.in_(listening), Agent.is_active)).all()
    actors = actors_of(session, agents)
    found = {id for id, one in actors.items() if may_see(one, team_id=ticket.team_id, assignee_id=ticket.assignee_id)}
    if told.message_id is not None and told.is_of_a_message:
        found -= _knowing(session, told.kind, ticket.id, told.message_id)
    return sorted(found)


def _knowing(session: Session, kind: str, ticket_id: int, message_id: int) -> set[int]:
    """Return who has read the message, or has not looked yet at what they were told of the one before it."""
    read = select(ReadMark.agent_id).where(ReadMark.ticket_id == ticket_id, ReadMark.message_id >= message_id)
    waiting = select(Notification.agent_id).where(
        Notification.ticket_id == ticket_id, Notification.kind == kind, Notification.read_at.is_(None)
    )
    return {*session.scalars(read), *session.scalars(waiting)}
