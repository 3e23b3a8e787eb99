"""Messages by the names of their files."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from helpdesk.models import Attachment, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import among
from helpdesk.queries.rows import Json
from helpdesk.queries.search.hits import FIRST
from helpdesk.queries.search.index import newest_ids
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.snippets import Marks, snippet

MAX_HITS: Final = 2_000
AT_ONCE: Final = 500


def newest_files(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[Json]:
    """Return the newest files whose name has all words, on tickets the actor may see that meet the conditions."""
    ids = newest_ids(session, Indexed.ATTACHMENT, words, MAX_HITS)
    wanted = (
        select(Attachment.filename, Message.id, Message.ticket_id, Ticket.number)
        .join(Message, Message.id == Attachment.message_id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
        .order_by(Attachment.id.desc())
    )
    found: list[Row[str, int, int, int]] = []
    # The newest first: most people may see most of them.
    at, some = 0, FIRST * limit
    while at < len(ids) and len(found) < limit:
        these = wanted.where(among(session, Attachment.id, ids[at : at + some])).limit(limit - len(found))
        found += session.execute(these)
        at, some = at + some, AT_ONCE
    marks = Marks(words)
    return [
        {"message_id": message_id, "ticket_id": ticket_id, "ticket_number": number, "snippet": snippet(name, marks)}
        for name, message_id, ticket_id, number in found
    ]
