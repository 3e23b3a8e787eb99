"""What each kind of update does to the desk, in the transaction that takes it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from channels.telegram import facts
from channels.telegram.buttons import Button, marked
from channels.telegram.letter import Letter
from channels.telegram.parse import Reading
from helpdesk import events
from helpdesk.actions.telegram import changes, elsewhere, letters, presses, reach, starts, telling, topics
from helpdesk.actions.telegram.letters import Extras
from helpdesk.actions.telegram.run import Run
from helpdesk.incoming import IncomingMessage
from helpdesk.models import AttachmentState, Message, Ticket

MEGABYTES: Final = 20


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to do at Telegram once the update is taken in: answer a pressed button, greet who pressed start.

    says: the answer by its key in helpdesk.texts, number: of the ticket it names; below: the message whose buttons become these.
    """

    query_id: str = ""
    greet: str = ""
    language: str = ""
    says: str = ""
    number: int = 0
    below: str = ""
    buttons: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an update, in one word, and the message it made or touched."""

    disposition: str
    message_id: int | None = None
    errand: Errand | None = None


def take(session: Session, channel_id: int, reading: Reading) -> Taken:
    """Do what an update says."""
    if isinstance(reading, Letter):
        return _take_letter(session, channel_id, reading)
    if isinstance(reading, facts.Edited):
        return _edit(session, channel_id, reading)
    for kind, act in _ACTS.items():
        if isinstance(reading, kind):
            return act(session, channel_id, reading)
    assert isinstance(reading, facts.Nothing)
    return Taken(reading.why)


def take_many(session: Session, channel_id: int, readings: Sequence[Reading]) -> list[Taken]:
    """Do what updates say, in their order; plain messages that follow each other cost a fraction."""
    with events.written_together(session):
        return _Batch(session, channel_id, readings).taken()


class _Batch:
    def __init__(self, session: Session, channel_id: int, readings: Sequence[Reading]) -> None:
        self._session, self._channel_id, self._readings = session, channel_id, readings
        letters = [one.incoming for one in readings if isinstance(one, Letter)]
        self._run = Run(session, channel_id, letters) if len(letters) > 1 else None

    def taken(self) -> list[Taken]:
        found: list[Taken | Message] = [self._one(reading) for reading in self._readings]
        if self._run is not None:
            self._run.write()
        return [one if isinstance(one, Taken) else Taken("message", one.id) for one in found]

    def _one(self, reading: Reading) -> Taken | Message:
        if self._run is None:
            return take(self._session, self._channel_id, reading)
        if isinstance(reading, Letter) and reading.start is None and not reading.pressed:
            message = self._run.add(reading.incoming, extras_of(reading))
            if message is not None:
                return message
        self._run.write()
        taken = take(self._session, self._channel_id, reading)
        peers = {reading.incoming.peer} if isinstance(reading, Letter) else set()
        addresses = {reading.incoming.sender.address} if isinstance(reading, Letter) else set()
        if isinstance(reading, facts.Migrated):
            peers = {str(reading.old_chat_id), str(reading.new_chat_id)}
        if isinstance(reading, facts.Edited):
            peers, addresses = {reading.peer}, {reading.address}
        if isinstance(reading, facts.Reachable):
            addresses = {reading.address}
        self._run.look_again(peers, addresses)
        return taken


def _take_letter(session: Session, channel_id: int, letter: Letter) -> Taken:
    incoming = replace(letter.incoming, channel_id=channel_id)
    if letter.start is not None and not letter.is_group:
        reach.note_reachable(session, incoming.sender.address)
        thread = starts.redeem(session, letter.start, incoming) if letter.start else None
        errand = Errand(greet=incoming.peer, language=letter.language)
        if thread is not None:
            number = session.get_one(Ticket, thread.ticket_id).number
            return Taken("continued", errand=replace(errand, says="bot.continued", number=number))
        is_old = starts.is_like_ours(letter.start)
        return Taken("start", errand=replace(errand, says="bot.link_ended") if is_old else errand)
    if letter.pressed:
        return _press(session, incoming, letter)
    message, is_new = letters.take(session, incoming, extras_of(letter))
    if not is_new:
        return Taken("duplicate", message.id)
    if any(file.state is AttachmentState.TOO_LARGE for file in incoming.files):
        telling.tell(session, message, "bot.file_too_large", limit=MEGABYTES)
    return Taken("message", message.id)


def _press(session: Session, incoming: IncomingMessage, letter: Letter) -> Taken:
    errand = Errand(query_id=letter.pressed, language=letter.language, below=letter.answers)
    rated = presses.rated(session, incoming, answers=letter.answers, value=letter.chosen)
    if rated is not None:
        ticked = marked(rated.buttons, letter.chosen, keeps_others=True)
        return Taken("rating", rated.message_id, replace(errand, says=rated.says, buttons=ticked))
    # Pressed before we noted what it is called there: the buttons are then as Telegram has them.
    below = presses.buttons_below(session, incoming.channel_id, letter.answers) or letter.offered
    ticked = marked(below, letter.chosen, keeps_others=False)
    errand = replace(errand, buttons=ticked)
    before = presses.pressed_before(session, incoming, answers=letter.answers, value=letter.chosen)
    if before is not None:
        return Taken("duplicate", before.id, errand)
    message, is_new = letters.take(session, incoming, extras_of(letter))
    return Taken("message" if is_new else "duplicate", message.id, errand)


def extras_of(letter: Letter) -> Extras:
    """Return what only Telegram knows of a message."""
    return Extras(
        file_ids=tuple(file.file_id for file in letter.files),
        album=letter.album,
        answers=letter.answers,
        quote=letter.quote,
        forwarded_from=letter.forwarded_from,
        language=letter.language,
        phone=letter.card.phone if letter.card is not None and letter.card.is_own else "",
        content=letter.content,
        pressed=letter.chosen,
    )


def _edit(session: Session, channel_id: int, edited: facts.Edited) -> Taken:
    if changes.edit(session, channel_id, edited.key, text=edited.text, html=edited.html, at=edited.at):
        return Taken("edit")
    # Its first words never came: they waited too long for us, or were said before the bot was ours.
    incoming = replace(edited.incoming, channel_id=channel_id, files=())
    message, _ = letters.take(session, incoming, Extras())
    return Taken("message", message.id)


def _react(session: Session, channel_id: int, fact: facts.Reacted) -> Taken:
    known = changes.react(session, channel_id, fact.key, address=fact.address, emoji=fact.emoji)
    return Taken("reaction" if known else "unknown_message")


def _delete(session: Session, channel_id: int, fact: facts.Deleted) -> Taken:
    changes.take_back(session, channel_id, fact.keys)
    return Taken("deletion")


def _reach(session: Session, channel_id: int, fact: facts.Reachable) -> Taken:
    if fact.is_reachable:
        reach.note_reachable(session, fact.address)
        return Taken("unblocked")
    reach.note_unreachable(session, fact.address, reason="blocked", at=fact.at)
    return Taken("blocked")


def _migrate(session: Session, channel_id: int, fact: facts.Migrated) -> Taken:
    reach.move_chat(session, channel_id, old=fact.old_chat_id, new=fact.new_chat_id)
    return Taken("migration")


def _name_topic(session: Session, channel_id: int, fact: facts.TopicNamed) -> Taken:
    topics.name(session, channel_id, peer=fact.peer, name=fact.name)
    return Taken("topic")


def _note_owner(session: Session, channel_id: int, fact: facts.OwnerWrote) -> Taken:
    message = elsewhere.note_written(session, channel_id, key=fact.key, peer=fact.peer, text=fact.text)
    return Taken("owner", message.id if message is not None else None)


_ACTS: Final[dict[type, Callable[..., Taken]]] = {
    facts.Reacted: _react,
    facts.Deleted: _delete,
    facts.Reachable: _reach,
    facts.Migrated: _migrate,
    facts.TopicNamed: _name_topic,
    facts.GroupAccess: lambda session, channel_id, fact: Taken("group"),
    facts.BusinessConnected: lambda session, channel_id, fact: Taken("business"),
    facts.OwnerWrote: _note_owner,
}


def stand_in(letter: Letter, channel_id: int) -> Letter:
    """Return the little of a message that surely can be stored: who, where, and that there is more."""
    incoming = replace(letter.incoming, channel_id=channel_id, html="", files=(), details={})
    return replace(
        letter, incoming=incoming, files=(), album="", answers="", quote="", forwarded_from="", card=None, content=None
    )


def is_unreadable(reading: Reading) -> bool:
    """Say whether an update should be looked at by a person."""
    return isinstance(reading, facts.Nothing) and reading.why == "unreadable"
