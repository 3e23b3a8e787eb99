"""Sending to Telegram: a reply leaves as texts, files and albums, each of them once."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final, Protocol, cast

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from channels.base import ConnectionTest, Outgoing, OutgoingFile, Receipt
from channels.telegram import probe
from channels.telegram.failures import OUTCOMES, Failure, Why
from channels.telegram.formatting import Formatted
from channels.telegram.keys import message_of
from channels.telegram.place import Place
from channels.telegram.steps import MAX_FILE, Media, Step, arranged
from channels.telegram.trouble import Trouble
from helpdesk import db, storage
from helpdesk.actions import channel_health
from helpdesk.actions.telegram import reach
from helpdesk.actions.telegram.sent_parts import note_part, sent_parts
from helpdesk.bots import BotConfig, secret_of
from helpdesk.crash import crash_point
from helpdesk.errors import DeliveryError, Outcome
from helpdesk.models import Channel, ChannelKind, Direction

BROKEN_LOOKS: Final = "can't parse entities"
BROKEN_PHOTO: Final = ("image_process_failed", "photo_", "too big for a photo", "wrong type of the web page content")

log = structlog.get_logger()


class Wire(Protocol):
    """The way to Telegram (channels.telegram.wire)."""

    def send(self, place: Place, step: Step) -> list[str]: ...
    def close(self) -> None: ...


class TelegramAdapter:
    """The way out of one bot; several threads may send at once."""

    kind = ChannelKind.TELEGRAM
    is_local = False
    slots = 6

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._config = BotConfig.of(channel)
        self._wire: Wire | None = None
        self._lock = threading.Lock()

    def send(self, outgoing: Outgoing) -> Receipt:
        """Send what is left of a reply, step by step; what has left is noted, so that no part leaves twice."""
        place = Place.of(outgoing.peer)
        _check(outgoing.files)
        steps = arranged(
            outgoing.text, outgoing.files, buttons=outgoing.buttons, answers=message_of(outgoing.answers, place.chat_id)
        )
        if not steps:
            raise DeliveryError("There is nothing in this reply that can be sent.", outcome=Outcome.REJECTED)
        with db.reading() as session:
            keys = sent_parts(session, outgoing.message_id)
        for step in _left(steps, len(keys)):
            sent = self._send(place, step)
            keys = [*keys, *sent]
            if len(steps) > 1:
                self._note_part(outgoing, sent)
        return Receipt(keys)

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        """Note that the way out works, and that who was written to can be reached."""
        channel_health.note_working(session, self._channel.id, Direction.OUT)
        if outgoing.peer.isdecimal():
            reach.note_reachable(session, outgoing.peer)

    def test_connection(self) -> ConnectionTest:
        """Ask Telegram who the bot is, and whether its updates come to us."""
        return probe.try_bot(self._channel)

    def close(self) -> None:
        """Let go of connections."""
        with self._lock:
            if self._wire is not None:
                self._wire.close()
            self._wire = None

    def _send(self, place: Place, step: Step) -> list[str]:
        try:
            return self._opened().send(place, step)
        except Failure as failure:
            simpler = _simpler(step, failure)
            if simpler is not None:
                return self._send(place, simpler)
            self._note(place, failure)
            outcome = OUTCOMES[failure.why]
            raise DeliveryError(failure.words, outcome=outcome, retry_after_s=failure.retry_after_s) from None

    def _note(self, place: Place, failure: Failure) -> None:
        """Write down what a failure says about the customer, their chat or the bot."""
        try:
            with db.transaction() as session:
                self._note_in(session, place, failure)
        except SQLAlchemyError as error:
            # What became of the reply is certain all the same.
            log.error("a failure could not be noted", channel=self._channel.id, exc_info=error)

    def _note_in(self, session: Session, place: Place, failure: Failure) -> None:
        if failure.why is Why.FORBIDDEN and place.chat_id > 0:
            reach.note_unreachable(session, str(place.chat_id), reason=failure.words)
        elif failure.why is Why.MOVED and failure.chat_id is not None:
            reach.move_chat(session, self._channel.id, old=place.chat_id, new=failure.chat_id)
        elif failure.why is Why.TOKEN:
            channel_health.note_trouble(
                session, self._channel.id, Direction.OUT, code=Trouble.TOKEN_REFUSED.value, detail=failure.words
            )

    def _note_part(self, outgoing: Outgoing, keys: list[str]) -> None:
        with db.transaction() as session:
            note_part(session, outgoing.message_id, keys, channel_id=self._channel.id)
        crash_point("telegram.part_sent")

    def _opened(self) -> Wire:
        with self._lock:
            if self._wire is None:
                with db.reading() as session:
                    token = secret_of(session, self._channel).token
                # aiogram takes seconds and much memory to import; a desk that sends nothing needs none of it.
                module = import_module("channels.telegram.wire")
                self._wire = cast("Wire", module.Wire(self._config.api_url, token))
            return self._wire


def _check(files: Sequence[OutgoingFile]) -> None:
    for file in files:
        if file.size > MAX_FILE:
            words = f"{file.filename} is larger than the 50 MB that Telegram takes."
            raise DeliveryError(words, outcome=Outcome.REJECTED)
        if not storage.path(file.blob).exists():
            raise DeliveryError(f"{file.filename} cannot be read now.", outcome=Outcome.NOT_SENT)


def _left(steps: list[Step], sent: int) -> list[Step]:
    """Return the steps that have not left, when so many messages have."""
    for nth, step in enumerate(steps):
        if sent <= 0:
            return steps[nth:]
        sent -= max(1, len(step.media))
    return []


def _simpler(step: Step, failure: Failure) -> Step | None:
    """Return a plainer way to say the same, None when there is none or it would not help."""
    if failure.why is not Why.REFUSED:
        return None
    words = failure.words.lower()
    if BROKEN_LOOKS in words and step.text.entities:
        return replace(step, text=Formatted(step.text.text))
    if any(sign in words for sign in BROKEN_PHOTO) and any(one.kind == "photo" for one in step.media):
        return replace(step, media=[Media("document", one.file) for one in step.media])
    return None
