"""One change of many tickets, each in a transaction of its own, with what takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import assign, label, lifecycle, snooze, spam, tags, trash
from helpdesk.actions.access import open_ticket
from helpdesk.actions.client_base import ticket_fields
from helpdesk.actions.in_turn import Turns, Undo, in_turn
from helpdesk.errors import DeskError, NotFound
from helpdesk.models import AssignedBy, Assignment, Message, Priority, Tag, Ticket, TicketTag
from helpdesk.permissions import Actor


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Another status."""

    status_id: int


@dataclass(frozen=True, slots=True)
class SetAssignee:
    """Another assignee, None for nobody."""

    agent_id: int | None


@dataclass(frozen=True, slots=True)
class SetTeam:
    """Another team, None for all."""

    team_id: int | None


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Another priority."""

    priority: Priority


@dataclass(frozen=True, slots=True)
class SetTags:
    """Names of tags to put on and to take off."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetSnooze:
    """Asleep until then, None for awake."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class SetSpam:
    """Spam or not."""

    is_spam: bool


@dataclass(frozen=True, slots=True)
class SetField:
    """Another value of a custom field, None for none; several choices are a tuple."""

    key: str
    value: str | int | float | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class SetTrash:
    """In the trash or taken out of it."""

    is_trash: bool


Change = SetField | SetTrash | SetStatus | SetAssignee | SetTeam | SetPriority | SetTags | SetSnooze | SetSpam


@dataclass(frozen=True, slots=True)
class Refused:
    """A ticket that stayed as it was, and why. number: 0 where it may not be seen."""

    ticket_id: int
    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many. undo: for those changed, what sets them back."""

    done: tuple[int, ...]
    refused: tuple[Refused, ...]
    undo: tuple[tuple[Undo[Change], tuple[int, ...]], ...]


def change_many(ticket_ids: Sequence[int], change: Change, *, by: Actor, was: Change | None = None) -> Outcome:
    """Change up to 100 tickets one after another; what is refused does not keep the others. Opens its own transactions.

    was: refuse those that somebody has made something else since.
    """
    turns: Turns[Change] = in_turn(ticket_ids, partial(_change_one, asked=Undo(change, was), by=by))
    refused = tuple(_refused(ticket_id, error) for ticket_id, error in turns.refused)
    return Outcome(tuple(turns.done), refused, tuple((back, tuple(ids)) for back, ids in turns.undo.items()))


def _change_one(session: Session, ticket_id: int, *, asked: Undo[Change], by: Actor) -> Undo[Change] | None:
    """Change one ticket; return what takes that back, None where it was so already."""
    ticket = open_ticket(session, ticket_id, by=by)
    before = _now(session, ticket, asked.change)
    if not _is_passed_on(session, ticket, asked):
        asked.require_unchanged(before)
    _do(session, ticket_id, asked.change, by=by)
    if isinstance(asked.change, SetTags):
        return None if before == SetTags() else Undo(before)
    after = _now(session, ticket, asked.change)
    return None if after == before else Undo(before, after)


def _is_passed_on(session: Session, ticket: Ticket, asked: Undo[Change]) -> bool:
    """Say whether what was given to nobody went on to somebody by the router alone, who has not begun with it."""
    if asked.was != SetAssignee(None):
        return False
    row = session.scalar(select(Assignment).where(Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None)))
    if row is None or row.by is not AssignedBy.ROUTING or row.accepted_at is not None:
        return False
    theirs = select(Message.id).where(Message.ticket_id == ticket.id, Message.author_agent_id == row.agent_id)
    return session.scalar(theirs.where(Message.created_at >= row.assigned_at).limit(1)) is None


def _now(session: Session, ticket: Ticket, change: Change) -> Change:
    """Return what it is now in the shape of the change; of tags, what takes the change back."""
    match change:
        case SetStatus():
            return SetStatus(ticket.status_id)
        case SetAssignee():
            return SetAssignee(ticket.assignee_id)
        case SetTeam():
            return SetTeam(ticket.team_id)
        case SetPriority():
            return SetPriority(ticket.priority)
        case SetTags():
            return _tags_back(session, ticket, change)
        case SetSnooze():
            until = ticket.snoozed_until  # as exact as the API says it
            return SetSnooze(until and until.replace(microsecond=until.microsecond // 1000 * 1000))
        case SetSpam():
            return SetSpam(ticket.spam_at is not None)
        case SetTrash():
            return SetTrash(ticket.trashed_at is not None)
        case SetField():
            held = (ticket.fields or {}).get(change.key)
            return SetField(change.key, tuple(held) if isinstance(held, list) else held)


def _tags_back(session: Session, ticket: Ticket, change: SetTags) -> SetTags:
    names = select(Tag.name).join(TicketTag, TicketTag.tag_id == Tag.id).where(TicketTag.ticket_id == ticket.id)
    has = {name.casefold(): name for name in session.scalars(names)}
    put_on = tuple(name for name in change.add if name.casefold() not in has)
    taken_off = tuple(has[name.casefold()] for name in change.remove if name.casefold() in has)
    return SetTags(add=taken_off, remove=put_on)


def _refused(ticket_id: int, error: DeskError) -> Refused:
    with db.reading() as session:
        ticket = session.get(Ticket, ticket_id) if not isinstance(error, NotFound) else None
        return Refused(ticket_id, ticket.number if ticket else 0, error.code)


def _do(session: Session, ticket_id: int, change: Change, *, by: Actor) -> None:
    match change:
        case SetStatus():
            lifecycle.set_status(session, ticket_id, status_id=change.status_id, by=by)
        case SetAssignee():
            assign.assign(session, ticket_id, agent_id=change.agent_id, by=by)
        case SetTeam():
            label.set_team(session, ticket_id, team_id=change.team_id, by=by)
        case SetPriority():
            label.set_priority(session, ticket_id, priority=change.priority, by=by)
        case SetTags():
            tags.change_tags(session, ticket_id, add=change.add, remove=change.remove, by=by)
        case SetSnooze(until=None):
            snooze.wake_by_hand(session, ticket_id, by=by)
        case SetSnooze(until=datetime() as until):
            snooze.snooze(session, ticket_id, until=until, by=by)
        case SetSpam(is_spam=True):
            spam.mark_spam(session, ticket_id, by=by)
        case SetSpam():
            spam.not_spam(session, ticket_id, by=by)
        case SetField(key=key, value=value):
            fields = {key: list(value) if isinstance(value, tuple) else value}
            ticket_fields.set_fields(session, ticket_id, fields=fields, by=by)
        case SetTrash(is_trash=True):
            trash.throw_away(session, ticket_id, by=by)
        case SetTrash():
            trash.restore(session, ticket_id, by=by)
