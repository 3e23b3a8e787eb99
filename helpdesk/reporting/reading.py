"""What stories are told from, read for many tickets in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from helpdesk.hours import BusinessHours
from helpdesk.models import (
    AuthorKind,
    Calendar,
    Category,
    ChannelKind,
    DeliveryState,
    Event,
    Message,
    MessageKind,
    Rating,
    SlaClock,
    SlaPolicy,
    Thread,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.reporting.facts import facts_of
from helpdesk.reporting.shapes import Fact, Happening, Judgement, Letter, Outcome, Sheet
from helpdesk.reporting.story import tell

TOLD: Final = (
    "message.queued",
    "message.received",
    "message.released",
    "message.stored",
    "message.withdrawn",
    "ticket.assigned",
    "ticket.classified",
    "ticket.created",
    "ticket.joined",
    "ticket.merged",
    "ticket.reopened",
    "ticket.spam_cleared",
    "ticket.split",
    "ticket.status_changed",
    "ticket.team_changed",
    "ticket.unassigned",
)
RELATED: Final = ("ticket.joined", "ticket.merged", "ticket.split")  # between these, messages have moved
LONGEST_CHAIN: Final = 5  # of tickets merged one into the other
# Built once: asked for every few hundred tickets, all through a rebuild.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # of any number of ids
_TICKETS = (
    select(
        Ticket.id,
        Ticket.created_at,
        Ticket.channel_id,
        Ticket.type_id,
        Ticket.priority,
        Ticket.language,
        Ticket.team_id,
        Ticket.assignee_id,
        Ticket.category,
        Ticket.spam_at,
        Ticket.merged_into_id,
        Channel.kind.label("channel_kind"),
    )
    .join(Channel, Channel.id == Ticket.channel_id)
    .where(Ticket.id.in_(_IDS))
)
_EVENTS = (
    select(Event.id, Event.ticket_id, Event.kind, Event.created_at, Event.message_id, Event.actor, Event.data)
    .where(Event.ticket_id.in_(_IDS), Event.kind.in_(TOLD))
    .order_by(Event.id)
)
_LETTERS = (
    select(
        Message.id,
        Message.ticket_id,
        Message.created_at,
        Message.kind,
        Message.author_kind,
        Message.author_agent_id,
        Message.is_auto,
        Message.release_at,
        Message.scheduled_for,
        Message.delivery_state,
        Thread.details,
    )
    .join(Thread, Thread.id == Message.thread_id)
    .where(Message.id.in_(_IDS), Message.kind != MessageKind.NOTE)
)
_OUTCOMES = select(
    SlaClock.ticket_id, SlaClock.target, SlaClock.met_at, SlaClock.breached_at, SlaClock.agent_id, SlaClock.team_id
).where(SlaClock.ticket_id.in_(_IDS), SlaClock.met_at.is_not(None) | SlaClock.breached_at.is_not(None))
_RATINGS = select(
    Rating.ticket_id, Rating.message_id, Rating.created_at, Rating.rated_at, Rating.score, Rating.agent_id
).where(Rating.ticket_id.in_(_IDS))


def facts(session: Session, ticket_ids: Collection[int], calendar: BusinessHours | None) -> list[Fact]:
    """Return the facts of tickets as their events tell them now."""
    ids = {"ids": sorted(ticket_ids)}
    told = _told(session, ticket_ids)
    letters = _letters(session, told)
    happenings = _by_ticket(told, letters)
    outcomes, judgements = _outcomes(session, ids), _judgements(session, ids)
    found: list[Fact] = []
    for row in session.execute(_TICKETS, ids):
        sheet = _sheet(row)
        story = tell(sheet, happenings[sheet.id], letters)
        found += facts_of(sheet, story, outcomes[sheet.id], calendar, judgements=judgements[sheet.id])
    return found


def calendar_of(session: Session) -> tuple[str, BusinessHours | None]:
    """Return the hours business time is counted by in reports, and a word that changes with them.

    They are those of the first policy in force that has a calendar.
    """
    found = session.scalar(
        select(Calendar)
        .join(SlaPolicy, SlaPolicy.calendar_id == Calendar.id)
        .where(SlaPolicy.is_enabled, SlaPolicy.removed_at.is_(None))
        .order_by(SlaPolicy.position, SlaPolicy.id)
        .limit(1)
    )
    if found is None:
        return "", None
    return f"{found.id}:{found.version}", BusinessHours(found.time_zone, found.hours, found.holidays)


def _told(session: Session, ticket_ids: Collection[int]) -> list[tuple[int, Happening]]:
    """Return the events of tickets in order, and of those their messages have come from or gone to."""
    found: dict[int, tuple[int, Happening]] = {}
    known, wanted = set(ticket_ids), set(ticket_ids)
    for _ in range(LONGEST_CHAIN):
        rows = session.execute(_EVENTS, {"ids": sorted(wanted)}).all()
        for id, ticket_id, kind, at, message_id, actor, data in rows:
            found[id] = (ticket_id or 0, Happening(kind, at, message_id, actor, data))
        wanted = {row.data["other_id"] for row in rows if row.kind in RELATED} - known
        if not wanted:
            break
        known |= wanted
    return [found[id] for id in sorted(found)]


def _letters(session: Session, told: Collection[tuple[int, Happening]]) -> dict[int, Letter]:
    ids = {one.message_id for _, one in told if one.message_id is not None}
    return {row.id: _letter(row) for row in session.execute(_LETTERS, {"ids": sorted(ids)})}


def _by_ticket(
    told: Collection[tuple[int, Happening]], letters: Mapping[int, Letter]
) -> defaultdict[int, list[Happening]]:
    """Return what happened by ticket: what was said belongs to where it stands now."""
    found: defaultdict[int, list[Happening]] = defaultdict(list)
    for ticket_id, happening in told:
        if happening.message_id is None:
            found[ticket_id].append(happening)
        elif happening.message_id in letters:
            found[letters[happening.message_id].ticket_id].append(happening)
    return found


def _letter(row: Any) -> Letter:  # a row of _LETTERS
    is_out = row.kind is MessageKind.OUT
    is_persons = not row.is_auto and row.author_kind is not AuthorKind.SYSTEM
    answers = is_out and is_persons and row.author_kind is AuthorKind.AGENT and not row.details.get("aside")
    is_held = row.release_at is not None or row.delivery_state is DeliveryState.WITHDRAWN
    at = row.scheduled_for or row.created_at
    return Letter(row.id, row.ticket_id, at, not is_out, is_persons, answers, row.author_agent_id, is_held)


def _outcomes(session: Session, ids: Mapping[str, Any]) -> dict[int, list[Outcome]]:  # a bound list of ids
    found: dict[int, list[Outcome]] = defaultdict(list)
    for ticket_id, target, met_at, breached_at, agent_id, team_id in session.execute(_OUTCOMES, ids):
        ended_at = breached_at or met_at
        if ended_at is not None:
            found[ticket_id].append(Outcome(target, breached_at is not None, ended_at, agent_id, team_id))
    return found


def _judgements(session: Session, ids: Mapping[str, Any]) -> dict[int, list[Judgement]]:  # a bound list of ids
    found: dict[int, list[Judgement]] = defaultdict(list)
    for ticket_id, message_id, created_at, rated_at, score, agent_id in session.execute(_RATINGS, ids):
        asked_at = created_at if message_id is not None else None
        found[ticket_id].append(Judgement(asked_at, rated_at, score, agent_id))
    return found


def _sheet(row: Any) -> Sheet:  # a row of _TICKETS
    category: Category = row.category
    return Sheet(
        id=row.id,
        created_at=row.created_at,
        channel_id=row.channel_id,
        type_id=row.type_id,
        priority=int(row.priority),
        language=row.language or "",
        team_id=row.team_id,
        assignee_id=row.assignee_id,
        category=category.value,
        is_chat=row.channel_kind is ChannelKind.WEBCHAT,
        is_void=row.spam_at is not None or row.merged_into_id is not None,
    )
