"""Tags: words on tickets, made where they are first wanted."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from helpdesk import bulk, events
from helpdesk.actions import statuses
from helpdesk.actions.access import open_ticket, raise_version
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.errors import Invalid
from helpdesk.models import Tag, Ticket, TicketTag
from helpdesk.permissions import Actor

NAME_CHARS: Final = 60
MOST_ON_ONE: Final = 30
MOST: Final = 2_000


def change_tags(
    session: Session, ticket_id: int, *, add: Sequence[str] = (), remove: Sequence[str] = (), by: Actor
) -> Ticket:
    """Put tags on a ticket and take others off, by name; a name that is new becomes a tag of the desk."""
    ticket = open_ticket(session, ticket_id, by=by)
    has = set(session.scalars(select(TicketTag.tag_id).where(TicketTag.ticket_id == ticket.id)))
    off = {tag.id for tag in known_tags(session, remove)} & has
    on = {tag.id for tag in tags_named(session, add, by=by)} - (has - off)
    off -= on
    if len((has - off) | on) > MOST_ON_ONE:
        raise Invalid(f"A ticket has at most {MOST_ON_ONE} tags.", tags="too_many")
    session.execute(delete(TicketTag).where(TicketTag.ticket_id == ticket.id, TicketTag.tag_id.in_(off)))
    session.add_all(TicketTag(ticket_id=ticket.id, tag_id=tag_id) for tag_id in sorted(on - has))
    added, removed = sorted(on - has), sorted(off)
    if added or removed:
        session.flush()
        if by.agent_id is not None:
            statuses.open_new(session, ticket, by=by)
        raise_version(ticket)
        data = {"added": added, "removed": removed}
        events.record(session, "ticket.tags_changed", by=by, ticket=ticket, data=data)
    return ticket


def known_tags(session: Session, names: Collection[str]) -> list[Tag]:
    """Return those of these names that are tags, in whatever case they are written."""
    wanted = {" ".join(name.split()).casefold() for name in names}
    if not wanted:
        return []
    return [tag for tag in session.scalars(select(Tag).limit(MOST)) if tag.name.casefold() in wanted]


def hold(session: Session, ids: Collection[int]) -> set[int]:
    """Return which of these tags are there; none of those goes away before the transaction ends."""
    if not ids:
        return set()
    wanted = select(Tag.id).where(Tag.id.in_(ids)).order_by(Tag.id)
    return set(session.scalars(wanted.with_for_update(read=True, key_share=True)))


def tags_named(session: Session, names: Sequence[str], *, by: Actor) -> list[Tag]:
    """Return the tags of these names, made where they are new; none goes away before the transaction ends."""
    while True:
        found = _tags(session, names, by=by)
        if len(hold(session, {tag.id for tag in found})) == len({tag.id for tag in found}):
            return found  # else one was merged or removed after it was read: look again


def _tags(session: Session, names: Sequence[str], *, by: Actor) -> list[Tag]:
    lines = [one_line(name, field="tags", max_chars=NAME_CHARS) for name in names]
    known = {tag.name.casefold(): tag for tag in known_tags(session, lines)}
    return [known.get(line.casefold()) or _make(session, line, known, by=by) for line in lines]


def _make(session: Session, name: str, known: dict[str, Tag], *, by: Actor) -> Tag:
    if (session.scalar(select(func.count()).select_from(Tag)) or 0) >= MOST:
        raise Invalid(f"A desk has at most {MOST} tags.", tags="desk_full")
    is_new = bulk.insert_once(session, Tag, {"name": name}) is not None  # else somebody made it this moment
    tag = session.scalars(select(Tag).where(Tag.name == name)).one()
    known[name.casefold()] = tag
    if is_new:
        leave_trace(session, "tag.created", what=What.TAGS, thing=f"tag:{tag.id}", by=by)
    return tag
