"""What is done at Telegram besides taking in and sending: fetching files, answering buttons, greeting."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from channels.inlets import Stop, has_ended
from channels.telegram.buttons import as_markup
from channels.telegram.client import BotClient
from channels.telegram.keys import chat_of, connection_of, topic_of
from channels.telegram.media import MAX_BYTES
from channels.telegram.photos import look as look_at
from channels.telegram.taking import MEGABYTES, Errand
from channels.telegram.trouble import TelegramTrouble, Trouble
from helpdesk import db, i18n
from helpdesk.actions.attachments import keep_file
from helpdesk.actions.telegram import files, photos
from helpdesk.bots import BotConfig, secret_of
from helpdesk.errors import DeskError, Invalid, TooLarge
from helpdesk.models import Channel

LOOK_EVERY_S: Final = 5.0
MAX_ERRANDS: Final = 1000
GIVE_UP_AFTER: Final = 30
ALLOWANCE: Final = 1_000_000  # Telegram counts its 20 MB in its own way

log = structlog.get_logger()


class Errands:
    """One bot's errands, in a thread of their own; none of them holds up what comes in."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._config = BotConfig.of(channel)
        self._waiting: deque[Errand] = deque(maxlen=MAX_ERRANDS)
        self._woken = threading.Event()

    def add(self, errand: Errand) -> None:
        """Have something done soon; after a restart it is forgotten, so nothing depends on it."""
        self._waiting.append(errand)
        self._woken.set()

    def run(self, stop: Stop) -> None:
        """Run errands until told to stop."""
        while not stop.stopping:
            self._woken.wait(LOOK_EVERY_S)
            self._woken.clear()
            if has_ended(stop):
                return
            try:
                self._turn(stop)
            except (DeskError, SQLAlchemyError, OSError) as error:
                log.warning("errands to Telegram failed", channel=self._channel.id, error=type(error).__name__)

    def wake(self) -> None:
        """Have it look now."""
        self._woken.set()

    def _turn(self, stop: Stop) -> None:
        with db.reading() as session:
            due = files.waiting(session, self._channel.id)
            looks = photos.due(session, self._channel.id)
            if not due and not looks and not self._waiting:
                return
            token = secret_of(session, self._channel).token
        client = BotClient(self._config.api_url, token)
        try:
            while self._waiting and not stop.stopping:
                self._run(client, self._waiting.popleft())
            while due and not stop.stopping:
                for one in due:
                    self._fetch(client, one)
                with db.reading() as session:
                    due = files.waiting(session, self._channel.id)
            for look in looks:
                if not has_ended(stop):
                    look_at(client, look)
        finally:
            client.close()

    def _run(self, client: BotClient, errand: Errand) -> None:
        try:
            if errand.query_id:
                self._answer(client, errand)
            if errand.below and errand.buttons:
                self._mark(client, errand)
            if errand.greet:
                self._greet(client, errand)
        except TelegramTrouble as trouble:
            log.info("an errand to Telegram failed", channel=self._channel.id, code=trouble.kind.value)

    def _answer(self, client: BotClient, errand: Errand) -> None:
        params: dict[str, Any] = {"callback_query_id": errand.query_id}
        if errand.says:
            params["text"] = i18n.text(i18n.known(errand.language.partition("-")[0]), errand.says)
        try:
            client.call("answerCallbackQuery", params)
        except TelegramTrouble as trouble:
            # Too late for the little circle to end, not for the buttons.
            log.info("a press could not be answered", channel=self._channel.id, code=trouble.kind.value)

    def _mark(self, client: BotClient, errand: Errand) -> None:
        where, _, number = errand.below.rpartition(":")
        params: dict[str, Any] = {
            "chat_id": chat_of(where),
            "message_id": int(number),
            "reply_markup": as_markup(errand.buttons),
        }
        if connection_of(where):
            params["business_connection_id"] = connection_of(where)
        client.call("editMessageReplyMarkup", params)

    def _greet(self, client: BotClient, errand: Errand) -> None:
        text = self._greeting(errand)
        if not text:
            return
        params: dict[str, Any] = {"chat_id": chat_of(errand.greet), "text": text}
        if topic_of(errand.greet) is not None:
            params["message_thread_id"] = topic_of(errand.greet)
        if connection_of(errand.greet):
            params["business_connection_id"] = connection_of(errand.greet)
        client.call("sendMessage", params)

    def _greeting(self, errand: Errand) -> str:
        language, greeting = errand.language.partition("-")[0], self._config.greeting
        if errand.says:
            return i18n.text(i18n.known(language), errand.says, number=errand.number)
        return greeting.get(language) or greeting.get("en") or next(iter(greeting.values()), "")

    def _fetch(self, client: BotClient, one: files.Waiting) -> None:
        try:
            found = client.call("getFile", {"file_id": one.file_id})
            path = found.get("file_path") if isinstance(found, dict) else None
            if not isinstance(path, str) or not path:
                raise TelegramTrouble(Trouble.NOT_UNDERSTOOD, "getFile")
            stored = keep_file(client.fetch(path), name=one.filename, max_bytes=MAX_BYTES + ALLOWANCE)
        except TooLarge:
            self._note_too_large(one)
        except Invalid:
            self._note(lambda session: files.note_gone(session, one.attachment_id))
        except TelegramTrouble as trouble:
            self._note_failure(one, trouble)
        except DeskError:
            self._note(lambda session: files.put_off(session, one.attachment_id))
        else:
            self._note(lambda session: files.note_fetched(session, one.attachment_id, stored))

    def _note_failure(self, one: files.Waiting, trouble: TelegramTrouble) -> None:
        log.info("a file cannot be fetched now", channel=self._channel.id, code=trouble.kind.value)
        if trouble.kind is Trouble.REFUSED and "too big" in trouble.words:
            self._note_too_large(one)
        elif trouble.kind is Trouble.REFUSED and one.attempts >= GIVE_UP_AFTER:
            self._note(lambda session: files.note_gone(session, one.attachment_id))
        else:
            after_s = trouble.retry_after_s
            self._note(lambda session: files.put_off(session, one.attachment_id, after_s=after_s))

    def _note_too_large(self, one: files.Waiting) -> None:
        self._note(lambda session: files.note_too_large(session, one.attachment_id, megabytes=MEGABYTES))

    def _note(self, note: Callable[..., None]) -> None:
        with db.transaction() as session:
            note(session)
