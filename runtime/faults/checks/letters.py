"""What visitors sent: acknowledged, stored once, in the order in which it was written."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Message, MessageKind
from runtime.faults.crowd import Crowd


def check_letters(session: Session, crowd: Crowd) -> list[str]:
    """Compare what was sent and acknowledged with what is stored."""
    sent = {letter.client_id: letter for letter in crowd.journal.letters.values()}
    stored = session.execute(
        select(Message.client_key, Message.text)
        .where(Message.kind == MessageKind.IN, Message.client_key.in_(sent))
        .order_by(Message.id)
    ).all()
    count = Counter(key for key, _ in stored)
    wrong = [
        f"lost: {one.mark} was acknowledged and is not stored" for id, one in sent.items() if one.ack and not count[id]
    ]
    wrong += [f"not acknowledged: {one.mark}" for one in sent.values() if not one.ack]
    wrong += [f"doubled: {sent[id].mark} is stored {times} times" for id, times in count.items() if id and times > 1]
    wrong += [f"changed: {sent[id].mark} is stored as {text!r}" for id, text in stored if id and sent[id].mark != text]
    order = [text for _, text in stored]
    for visitor in crowd.visitors:
        written = [letter.mark for letter in visitor.letters if count[letter.client_id]]
        kept = [text for text in order if text.rpartition("-")[0] == visitor.name]
        if kept != written and sorted(kept) == sorted(written):
            wrong.append(f"out of order: {visitor.name} wrote {written}, stored is {kept}")
    return wrong
