"""What a ticket was before a macro, and bringing that back as far as nobody has changed it since."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions import assign, follow, label, lifecycle, reply, snooze, tags
from helpdesk.actions.client_base import ticket_fields
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.errors import DeskError
from helpdesk.models import Customer, Follower, Message, MessageKind, Priority, Tag, Ticket, TicketSkill, TicketTag
from helpdesk.permissions import Actor

Json = dict[str, Any]
ORDER: Final = (
    "reply",
    "note",
    "snooze",
    "follow",
    "customer_fields",
    "fields",
    "tags",
    "skills",
    "type",
    "priority",
    "assignee",
    "team",
    "status",
)


def snapshot(session: Session, ticket: Ticket, by: Actor, *, customer_keys: Collection[str] = ()) -> Json:
    """Return all that steps can change, as JSON: ids, numbers and times; of the customer these custom fields alone."""
    session.flush()
    skills = session.execute(select(TicketSkill.skill_id, TicketSkill.level).where(TicketSkill.ticket_id == ticket.id))
    return {
        "status": ticket.status_id,
        "priority": ticket.priority.word,
        "type": ticket.type_id,
        "team": ticket.team_id,
        "assignee": ticket.assignee_id,
        "skills": sorted([skill_id, level] for skill_id, level in skills),
        "tags": sorted(session.scalars(select(TicketTag.tag_id).where(TicketTag.ticket_id == ticket.id))),
        "fields": dict(ticket.fields or {}),
        **_of_customer(session, ticket, customer_keys),
        "follow": session.get(Follower, (by.agent_id, ticket.id)) is not None,
        "snooze": ticket.snoozed_until.isoformat() if ticket.snoozed_until else None,
    }


def bring_back(session: Session, ticket: Ticket, kept: Json, *, by: Actor) -> list[str]:
    """Bring back what a run changed; return what could not be: sent, or changed by somebody since."""
    before, after = (_with_known_tags(session, kept[name]) for name in ("before", "after"))
    now = snapshot(session, ticket, by, customer_keys=before.get("customer_fields", ()))
    left = _messages_left(session, kept["message_ids"], by=by)
    for name in ORDER[2:]:
        if name not in before or before[name] == after[name]:
            continue
        if now[name] != after[name] or not _back(session, ticket, name, before, after, by=by):
            left.append(name)
    return left


def _with_known_tags(session: Session, kept: Json) -> Json:
    """Leave out the tags that were removed since: there is nothing to bring back or take off."""
    known = select(Tag.id).where(Tag.id.in_(kept["tags"]))
    return {**kept, "tags": sorted(session.scalars(known))}


def _of_customer(session: Session, ticket: Ticket, keys: Collection[str]) -> Json:
    if not keys:
        return {}
    fields = session.get_one(Customer, ticket.customer_id).fields or {}
    return {"customer_fields": {key: fields.get(key) for key in sorted(keys)}}


def _messages_left(session: Session, message_ids: list[int], *, by: Actor) -> list[str]:
    left = []
    for message_id in message_ids:
        message = session.get_one(Message, message_id)
        if message.kind is MessageKind.NOTE:
            left.append("note")
            continue
        try:
            reply.withdraw(session, message_id, by=by)
        except DeskError:
            left.append("reply")
    return left


def _back(session: Session, ticket: Ticket, name: str, before: Json, after: Json, *, by: Actor) -> bool:
    try:
        _BACK[name](session, ticket.id, before[name], after[name], by)
    except DeskError:
        return False
    return True


def _tags(session: Session, ticket_id: int, before: list[int], after: list[int], by: Actor) -> None:
    names = dict(session.execute(select(Tag.id, Tag.name).where(Tag.id.in_({*before, *after}))).all())
    off = [names[id] for id in after if id not in before and id in names]
    on = [names[id] for id in before if id not in after and id in names]
    tags.change_tags(session, ticket_id, add=on, remove=off, by=by)


def _fields(session: Session, ticket_id: int, before: Json, after: Json, by: Actor) -> None:
    back = {key: before.get(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    ticket_fields.set_fields(session, ticket_id, fields=back, by=by)


def _customer_fields(session: Session, ticket_id: int, before: Json, after: Json, by: Actor) -> None:
    back = {key: value for key, value in before.items() if value != after.get(key)}
    customer_id = session.get_one(Ticket, ticket_id).customer_id
    change_profile(session, customer_id, ProfileChanges(fields=back), by=by)


def _snooze(session: Session, ticket_id: int, before: str | None, _after: Any, by: Actor) -> None:
    if before is None:
        snooze.wake_by_hand(session, ticket_id, by=by)
    else:
        snooze.snooze(session, ticket_id, until=datetime.fromisoformat(before), by=by)


def _follow(session: Session, ticket_id: int, before: bool, _after: Any, by: Actor) -> None:
    (follow.follow if before else follow.unfollow)(session, ticket_id, by=by)


_Back = Callable[[Session, int, Any, Any, Actor], object]  # of a snapshot: before, after
_BACK: Final[dict[str, _Back]] = {
    "status": lambda session, id, before, _, by: lifecycle.set_status(session, id, status_id=before, by=by),
    "priority": lambda session, id, before, _, by: label.set_priority(
        session, id, priority=Priority[before.upper()], by=by
    ),
    "type": lambda session, id, before, _, by: label.set_type(session, id, type_id=before, by=by),
    "team": lambda session, id, before, _, by: label.set_team(session, id, team_id=before, by=by),
    "assignee": lambda session, id, before, _, by: assign.assign(session, id, agent_id=before, by=by),
    "skills": lambda session, id, before, _, by: label.set_skills(session, id, levels=dict(before), by=by),
    "fields": _fields,
    "customer_fields": _customer_fields,
    "tags": _tags,
    "follow": _follow,
    "snooze": _snooze,
}
