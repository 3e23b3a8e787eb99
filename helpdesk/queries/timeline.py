"""What was said, page by page: of one ticket, or of one customer over all their tickets and threads."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from helpdesk.errors import NotFound
from helpdesk.models import Customer, Message, Ticket
from helpdesk.outbox import last_position
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.entries import entries, entries_of
from helpdesk.queries.messages import is_shown, message_views, newest_of, page
from helpdesk.queries.rows import Json

MAX_PAGE = 100


def ticket_page(session: Session, ticket_id: int, *, before: int | None, limit: int) -> Json:
    """Return up to `limit` messages of a ticket older than the message `before`, with the entries between them.

    The caller has made sure that the reader may see the ticket.
    """
    limit = max(1, min(limit, MAX_PAGE))
    conditions: list[ColumnElement[bool]] = [Message.ticket_id == ticket_id]
    if before is not None:
        conditions.append(Message.id < before)
    shown = page(session, *conditions, newest_first=True, limit=limit + 1)
    has_more, shown = len(shown) > limit, shown[-limit:]
    since = _created_at(session, shown[0]["id"]) if has_more else None
    until = _created_at(session, before) if before is not None else None
    return {"messages": shown, "entries": entries(session, ticket_id, since=since, until=until), "has_more": has_more}


def newest_pages(session: Session, ticket_ids: Collection[int], *, limit: int) -> dict[int, Json]:
    """Return the newest page of each of these tickets, as `ticket_page` does of one."""
    found = newest_of(session, ticket_ids, limit=limit + 1)
    pages = {id: (shown[-limit:], len(shown) > limit) for id, shown in found.items()}
    since = {id: _created_at(session, shown[0]["id"]) if has_more else None for id, (shown, has_more) in pages.items()}
    told = entries_of(session, since)
    return {
        id: {"messages": shown, "entries": told[id], "has_more": has_more} for id, (shown, has_more) in pages.items()
    }


def history(
    session: Session,
    actor: Actor,
    customer_id: int,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    limit: int = 50,
) -> Json:
    """Return one customer's messages over all tickets and threads the reader may see, oldest first.

    before/after: page on from a message id; around: half a page on both sides of one; none: the newest page.
    """
    if session.get(Customer, customer_id) is None:
        raise NotFound
    limit = max(2, min(limit, MAX_PAGE))
    position = last_position(session)
    readable = Message.ticket_id.in_(select(Ticket.id).where(Ticket.customer_id == customer_id, visible_to(actor)))
    theirs = (Message.customer_id == customer_id, readable)
    if around is not None:
        older = _older(session, theirs, around + 1, limit // 2)
        newer = _newer(session, theirs, around, limit // 2)
    elif after is not None:
        older, newer = ([], True), _newer(session, theirs, after, limit)
    else:
        older, newer = _older(session, theirs, before, limit), ([], before is not None)
    return {
        "position": position,
        "messages": older[0] + newer[0],
        "has_before": older[1],
        "has_after": newer[1],
    }


Conditions = tuple[ColumnElement[bool], ...]


def _older(session: Session, theirs: Conditions, before: int | None, limit: int) -> tuple[list[Json], bool]:
    bound = () if before is None else (Message.id < before,)
    ids = _shown(theirs, *bound).order_by(Message.id.desc()).limit(limit + 1)
    found = _views(session, ids)
    return found[-limit:], len(found) > limit


def _newer(session: Session, theirs: Conditions, after: int, limit: int) -> tuple[list[Json], bool]:
    ids = _shown(theirs, Message.id > after).order_by(Message.id).limit(limit + 1)
    found = _views(session, ids)
    return found[:limit], len(found) > limit


def _shown(theirs: Conditions, *bound: ColumnElement[bool]) -> Select[int]:
    return select(Message.id).where(is_shown(), *theirs, *bound)


def _views(session: Session, wanted: Select[int]) -> list[Json]:
    """Return these messages, oldest first.

    Which they are is asked alone: PostgreSQL would put together all a customer ever wrote, to leave out all but a page.
    """
    ids = session.scalars(wanted).all()
    views = message_views(session, ids)
    return [views[id] for id in sorted(ids)]


def _created_at(session: Session, message_id: int) -> datetime | None:
    return session.scalar(select(Message.created_at).where(Message.id == message_id))
