"""The tags of the desk, each with how many tickets and customers have it, and what names it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import CustomerTag, Tag, TicketTag
from helpdesk.queries import uses
from helpdesk.queries.rows import Json
from helpdesk.queries.workspace import MAX_EACH
from helpdesk.tag_words import Named


def tags(session: Session) -> list[Json]:
    """Return all tags by name."""
    found = session.scalars(select(Tag).order_by(Tag.name, Tag.id).limit(MAX_EACH)).all()
    tickets, customers = (_counted(session, table) for table in (TicketTag, CustomerTag))
    return [_view(tag, tickets.get(tag.id, 0), customers.get(tag.id, 0)) for tag in found]


def tag(session: Session, tag_id: int) -> Json:
    """Return one tag; NotFound. uses: what names it, none of what only its owner sees."""
    found = session.get(Tag, tag_id)
    if found is None:
        raise NotFound
    tickets, customers = (_counted(session, table, tag_id).get(tag_id, 0) for table in (TicketTag, CustomerTag))
    users = [one.as_json() for one in uses.uses_of_tag(session, Named(found.id, found.name))]
    return {**_view(found, tickets, customers), "uses": users}


def _view(tag: Tag, tickets: int, customers: int) -> Json:
    return {"id": tag.id, "name": tag.name, "color": tag.color, "tickets": tickets, "customers": customers}


def _counted(session: Session, table: type[TicketTag] | type[CustomerTag], tag_id: int | None = None) -> dict[int, int]:
    wanted = select(table.tag_id, func.count()).group_by(table.tag_id)
    if tag_id is not None:
        wanted = wanted.where(table.tag_id == tag_id)
    return dict(session.execute(wanted).all())
