"""What customers sent: acknowledged, stored once, in the order in which it was written."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Channel, ChannelKind, Inbound, InboundState, Message, MessageKind, Thread
from runtime.faults.crowd import Crowd


def check_letters(session: Session, crowd: Crowd) -> list[str]:
    """Compare what was sent and acknowledged with what is stored."""
    letters = crowd.journal.letters.values()
    sent = {letter.client_id: letter for letter in letters if letter.channel is ChannelKind.WEBCHAT}
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


def check_elsewhere(session: Session, crowd: Crowd) -> list[str]:
    """Compare what came by mail and to the bot with what is stored."""
    if not crowd.others:
        return []
    written = {other.name: [letter.mark for letter in other.letters] for other in crowd.others}
    every = {mark for marks in written.values() for mark in marks}
    stored = session.execute(
        select(Message.text, Channel.kind)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .where(Message.kind == MessageKind.IN, Channel.kind != ChannelKind.WEBCHAT, Message.text.in_(every))
        .order_by(Message.id)
    ).all()
    order = [text for text, _ in stored]
    wrong = [f"lost: {mark} was sent and is not stored" for mark in sorted(every) if mark not in order]
    wrong += [f"doubled: {mark} is stored {n} times" for mark, n in Counter(order).items() if n > 1]
    for name, marks in written.items():
        kept = [text for text in order if text in marks]
        if kept != marks and sorted(kept) == sorted(marks):
            wrong.append(f"out of order: {name} wrote {marks}, stored is {kept}")
    left = session.execute(select(Inbound.id, Inbound.state, Inbound.error).where(Inbound.state != InboundState.DONE))
    return wrong + [f"left over: what came in as {id} is {state}: {error}" for id, state, error in left]
