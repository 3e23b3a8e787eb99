"""In which messages of one ticket something was said: also in the middle of a word, and in names of files."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Attachment, Message
from helpdesk.queries.messages import is_shown
from helpdesk.queries.rows import Json
from helpdesk.queries.search.words import fold

MOST_LOOKED_AT: Final = 2_000
MOST_CHARS: Final = 200


def found_messages(session: Session, ticket_id: int, text: str) -> Json:
    """Return the ids of messages that hold `text`, the oldest first; is_whole: none is older than those looked at.

    Small and large letters, ё and е, and diacritics are the same. The caller has made sure that the reader may see the ticket.
    """
    wanted = fold(text.strip()[:MOST_CHARS])
    if not wanted:
        return {"message_ids": [], "is_whole": True}
    theirs = select(Message.id, Message.text).where(Message.ticket_id == ticket_id, is_shown())
    looked_at = session.execute(theirs.order_by(Message.id.desc()).limit(MOST_LOOKED_AT + 1)).all()
    files = select(Attachment.message_id, Attachment.filename).join(Message, Message.id == Attachment.message_id)
    named = {
        message_id
        for message_id, name in session.execute(files.where(Message.ticket_id == ticket_id))
        if wanted in fold(name)
    }
    found = [id for id, said in looked_at[:MOST_LOOKED_AT] if id in named or wanted in fold(said)]
    return {"message_ids": found[::-1], "is_whole": len(looked_at) <= MOST_LOOKED_AT}
