"""The one door to aiogram: its typed client in a loop of its own. Imported when the first reply leaves."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any, Final, TypeVar

import channels.telegram.late_models  # noqa: F401 - decides how aiogram is imported, so it comes first

# isort: split
import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    FSInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    MessageEntity,
    ReplyParameters,
)

from channels.telegram.buttons import Button, rows_of
from channels.telegram.failures import Failure, Why
from channels.telegram.formatting import Entity, Formatted
from channels.telegram.place import Place
from channels.telegram.steps import Media, Step
from helpdesk import storage

TIMEOUT_S: Final = 60
MEMBERS: Final = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}
T = TypeVar("T")


class Wire:
    """Sends for one bot; several threads may at once."""

    def __init__(self, api_url: str, token: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telegram-wire", daemon=True)
        self._thread.start()
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=timeout_s)
        self._bot = Bot(token, session=session)

    def send(self, place: Place, step: Step) -> list[str]:
        """Send a text, a file or an album and return what its messages are called; Failure says what went wrong."""
        return self._done(self._send(place, step))

    def close(self) -> None:
        """Let go of connections and end the loop."""
        asyncio.run_coroutine_threadsafe(self._bot.session.close(), self._loop).result(TIMEOUT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _done(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except AiogramError as error:
            # Without its cause: addresses have the token in them.
            raise _failure(error) from None

    async def _send(self, place: Place, step: Step) -> list[str]:
        if not step.media:
            sent = [await self._text(place, step)]
        elif len(step.media) == 1:
            sent = [await self._file(place, step)]
        else:
            sent = await self._album(place, step)
        return [place.key(message.message_id) for message in sent]

    async def _text(self, place: Place, step: Step) -> Message:
        text = step.text
        return await self._bot.send_message(
            text=text.text,
            entities=_entities(text.entities),
            parse_mode=None,
            reply_markup=_keyboard(step.buttons),
            **_where(place, step),
        )

    async def _file(self, place: Place, step: Step) -> Message:
        media, caption = step.media[0], step.text
        send = getattr(self._bot, f"send_{media.kind}")
        words = {"caption": caption.text or None, "caption_entities": _entities(caption.entities), "parse_mode": None}
        buttons = {"reply_markup": _keyboard(step.buttons)}
        message: Message = await send(**{media.kind: _input(media)}, **words, **buttons, **_where(place, step))
        return message

    async def _album(self, place: Place, step: Step) -> list[Message]:
        members: list[Any] = []  # one of the kinds above
        for nth, one in enumerate(step.media):
            words = step.text if nth == 0 else Formatted("")
            members.append(
                MEMBERS[one.kind](
                    media=_input(one),
                    caption=words.text or None,
                    caption_entities=_entities(words.entities),
                    parse_mode=None,
                )
            )
        return await self._bot.send_media_group(media=members, **_where(place, step))


def _keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(text=label, callback_data=value) for label, value in row] for row in rows_of(buttons)]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _where(place: Place, step: Step) -> dict[str, Any]:  # arguments of every method that sends
    found: dict[str, Any] = {"chat_id": place.chat_id, "message_thread_id": place.topic}
    if place.inquiry is not None:
        found["direct_messages_topic_id"] = place.inquiry
    if step.answers is not None:
        # What was deleted meanwhile is answered without showing it.
        found["reply_parameters"] = ReplyParameters(message_id=step.answers, allow_sending_without_reply=True)
    if place.connection:
        found["business_connection_id"] = place.connection
    return found


def _input(media: Media) -> FSInputFile:
    return FSInputFile(storage.path(media.file.blob), filename=media.file.filename)


def _entities(entities: Sequence[Entity]) -> list[MessageEntity] | None:
    found = [
        MessageEntity(
            type=one.kind, offset=one.start, length=one.length, url=one.url or None, language=one.language or None
        )
        for one in entities
    ]
    return found or None


def _failure(error: AiogramError) -> Failure:
    words = getattr(error, "message", "") or type(error).__name__
    match error:
        case TelegramRetryAfter():
            return Failure(Why.FLOOD, words, retry_after_s=float(error.retry_after))
        case TelegramMigrateToChat():
            return Failure(Why.MOVED, words, chat_id=error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Failure(Why.FORBIDDEN, words)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return Failure(Why.TOKEN, words)
        case TelegramConflictError():
            return Failure(Why.NOT_REACHED, words)
        case TelegramEntityTooLarge() | TelegramBadRequest():
            return Failure(Why.REFUSED, words)
        case TelegramNetworkError() if isinstance(error.__cause__, aiohttp.ClientConnectorError):
            return Failure(Why.NOT_REACHED, "Telegram cannot be reached.")
        case TelegramServerError() | TelegramNetworkError():
            return Failure(Why.NOBODY_KNOWS, words)
        case ClientDecodeError():
            return Failure(Why.NOBODY_KNOWS, "Telegram's answer makes no sense.")
        case _:
            return Failure(Why.NOBODY_KNOWS, words)
