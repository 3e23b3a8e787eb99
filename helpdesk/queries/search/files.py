"""Messages by the names of their files."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from helpdesk.models import Attachment, Message, Ticket
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.among import among
from helpdesk.queries.rows import Json
from helpdesk.queries.search.index import newest_ids
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.snippets import snippet

MAX_HITS: Final = 2_000


def newest_files(
    session: Session, actor: Actor, words: Sequence[str], *conditions: ColumnElement[bool], limit: int
) -> list[Json]:
    """Return the newest files whose name has all words, on tickets the actor may see that meet the conditions."""
    ids = newest_ids(session, Indexed.ATTACHMENT, words, MAX_HITS)
    if not ids:
        return []
    found = session.execute(
        select(Attachment.filename, Message.id, Message.ticket_id, Ticket.number)
        .join(Message, Message.id == Attachment.message_id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(among(session, Attachment.id, ids), visible_to(actor), Ticket.trashed_at.is_(None), *conditions)
        .order_by(Attachment.id.desc())
        .limit(limit)
    )
    return [
        {"message_id": message_id, "ticket_id": ticket_id, "ticket_number": number, "snippet": snippet(name, words)}
        for name, message_id, ticket_id, number in found
    ]
