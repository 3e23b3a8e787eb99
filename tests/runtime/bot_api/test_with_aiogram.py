"""aiogram, unchanged, talks to the emulator as it talks to Telegram."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MessageEntity,
    ReplyParameters,
    Update,
)

from runtime.demo.bot_api.people import PNG
from tests.peers.bot_api import TelegramPeer

VERA = 501


async def asking(telegram: TelegramPeer, work: Callable[[Bot], Awaitable[Any]], *, timeout_s: float = 10) -> Any:
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url), timeout=timeout_s)
    bot = Bot(telegram.token, session=session)
    try:
        return await work(bot)
    finally:
        await session.close()


def ask(telegram: TelegramPeer, work: Callable[[Bot], Awaitable[Any]], *, timeout_s: float = 10) -> Any:
    return asyncio.run(asking(telegram, work, timeout_s=timeout_s))


def test_it_says_who_the_bot_is(telegram: TelegramPeer) -> None:
    me = ask(telegram, lambda bot: bot.get_me())

    assert (me.id, me.is_bot, me.username) == (7000000001, True, "desk_bot")


def test_every_kind_people_send_is_an_update_aiogram_reads(telegram: TelegramPeer) -> None:
    people = telegram.people
    telegram.bot.queue.allowed = frozenset({"message", "edited_message", "callback_query", "message_reaction"}) | {
        "my_chat_member",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
    }
    first = people.say(VERA, "Hello")
    people.edit(VERA, first, "Hello!")
    people.album(VERA, [PNG, PNG], caption="two")
    for kind in ("document", "video", "audio", "voice", "video_note", "animation", "sticker"):
        people.attach(VERA, kind)
    people.share_contact(VERA, "+4915112345678", of=VERA)
    people.share_place(VERA, 50.45, 30.52)
    people.press(VERA, first, "yes")
    people.react(VERA, first, ["👍"])
    people.block(VERA)
    people.unblock(VERA)
    people.open_group(-77, "Shop")
    people.migrate(VERA, -77, -100500)
    people.connect_business(VERA, "bc1")
    mine = people.say(VERA, "to the shop", business="bc1")
    people.edit(VERA, mine, "to the shop, edited")
    people.unsend_business(VERA, "bc1", [mine])

    found = ask(telegram, lambda bot: bot.get_updates(offset=0))

    assert len(found) == 23
    assert all(isinstance(one, Update) and one.event for one in found)


def test_texts_files_albums_and_buttons_arrive(telegram: TelegramPeer) -> None:
    telegram.people.start(VERA)
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Good", callback_data="r:5")]])
    photo = BufferedInputFile(PNG, "a.png")

    async def work(bot: Bot) -> None:
        await bot.send_message(VERA, "bold", entities=[MessageEntity(type="bold", offset=0, length=4)])
        await bot.send_message(VERA, "why", reply_parameters=ReplyParameters(message_id=1), reply_markup=markup)
        await bot.send_document(VERA, BufferedInputFile(b"%PDF", "bill.pdf"), caption="your bill")
        await bot.send_media_group(VERA, [InputMediaPhoto(media=photo), InputMediaPhoto(media=photo)])
        await bot.send_chat_action(VERA, "typing")

    ask(telegram, work)
    seen = telegram.people.seen(VERA)

    assert [one.get("text") or one.get("caption") for one in seen] == ["bold", "why", "your bill", None, None]
    assert seen[1]["reply_to_message"]["text"] == "/start"
    assert seen[3]["media_group_id"] == seen[4]["media_group_id"]


def test_a_file_can_be_fetched_with_the_token(telegram: TelegramPeer) -> None:
    telegram.people.attach(VERA, "document", b"words", name="a.txt")

    async def work(bot: Bot) -> bytes:
        (update,) = await bot.get_updates()
        file = await bot.download(update.message.document)  # type: ignore[union-attr, arg-type]
        assert file is not None
        return file.read()

    assert ask(telegram, work) == b"words"


def test_what_is_too_long_broken_or_gone_is_refused_in_telegrams_words(telegram: TelegramPeer) -> None:
    telegram.people.start(VERA)
    cases = [
        (lambda bot: bot.send_message(VERA, "x" * 4097), "message is too long"),
        (lambda bot: bot.send_message(VERA, "🐈" * 2049), "message is too long"),
        (lambda bot: bot.send_message(VERA, "<b>x", parse_mode="HTML"), "can't parse entities"),
        (lambda bot: bot.send_message(VERA, "a.b", parse_mode="MarkdownV2"), "can't parse entities"),
        (lambda bot: bot.send_message(VERA, " "), "message text is empty"),
        (lambda bot: bot.send_message(999, "x"), "chat not found"),
        (lambda bot: bot.edit_message_text("x", chat_id=VERA, message_id=99), "message to edit not found"),
        (lambda bot: bot.answer_callback_query("9"), "query is too old"),
        (lambda bot: bot.get_file("nonsense"), "wrong file_id"),
        (
            lambda bot: bot.send_message(VERA, "🐈", entities=[MessageEntity(type="bold", offset=0, length=1)]),
            "in the middle of a UTF-16 symbol",
        ),
    ]
    for work, words in cases:
        with pytest.raises(TelegramBadRequest, match=words):
            ask(telegram, work)


def test_a_file_over_20_mb_cannot_be_fetched(telegram: TelegramPeer) -> None:
    telegram.people.attach(VERA, "video", size=31_000_000)
    stored = next(iter(telegram.api.world.files.values()))

    with pytest.raises(TelegramBadRequest, match="file is too big"):
        ask(telegram, lambda bot: bot.get_file(stored.file_id))


def test_faults_are_what_aiogram_was_measured_to_raise(telegram: TelegramPeer) -> None:
    telegram.people.start(VERA)
    cases: list[tuple[str, type[Exception], bool]] = [
        ("too_many", TelegramRetryAfter, False),
        ("server_error", TelegramServerError, False),
        ("bad_gateway", ClientDecodeError, False),
        ("drop_before", TelegramNetworkError, False),
        ("drop_after", TelegramNetworkError, True),
        ("hang", TelegramNetworkError, True),
    ]
    for kind, raised, is_sent in cases:
        telegram.api.world.switches.fail("sendMessage", kind, seconds=1.5)
        before = len(telegram.people.seen(VERA))
        with pytest.raises(raised):
            ask(telegram, lambda bot: bot.send_message(VERA, "x"), timeout_s=0.5)
        _quiet(telegram)
        assert (len(telegram.people.seen(VERA)) > before) is is_sent, kind


def test_blocked_deactivated_and_revoked_are_told_apart(telegram: TelegramPeer) -> None:
    telegram.people.block(VERA)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        ask(telegram, lambda bot: bot.send_message(VERA, "x"))
    telegram.people.unblock(VERA)
    telegram.people.deactivate(VERA)
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        ask(telegram, lambda bot: bot.send_message(VERA, "x"))

    telegram.bot.is_revoked = True

    with pytest.raises(TelegramUnauthorizedError):
        ask(telegram, lambda bot: bot.get_me())


def test_a_group_that_moved_says_where_it_is(telegram: TelegramPeer) -> None:
    telegram.people.open_group(-77, "Shop")
    telegram.people.migrate(VERA, -77, -100500)

    with pytest.raises(TelegramMigrateToChat) as raised:
        ask(telegram, lambda bot: bot.send_message(-77, "x"))

    assert raised.value.migrate_to_chat_id == -100500


def test_flood_rules_can_be_switched_on(telegram: TelegramPeer) -> None:
    telegram.people.start(VERA)
    telegram.api.world.switches.has_flood_rules = True

    async def work(bot: Bot) -> None:
        for _ in range(10):
            await bot.send_message(VERA, "x")

    with pytest.raises(TelegramRetryAfter):
        ask(telegram, work)


def _quiet(telegram: TelegramPeer) -> None:
    deadline = time.monotonic() + 3
    time.sleep(0.05)
    while time.monotonic() < deadline and telegram.api.world.at_work:
        time.sleep(0.02)
    time.sleep(1.2 if any(f.kind == "hang" for f in telegram.api.world.switches.faults) else 0)
