"""Messages of bots: text and what it may look like, replies, buttons."""

import re
from collections.abc import Callable
from typing import Any, Final

from runtime.demo.bot_api.call import Call
from runtime.demo.bot_api.entities import checked, parsed, units
from runtime.demo.bot_api.errors import ApiError, bad_request, too_many
from runtime.demo.bot_api.world import Bot, Chat, World, now

MAX_UNITS: Final = 4096
MAX_CAPTION_UNITS: Final = 1024
MAX_BYTES: Final = 32_768
ACTIONS: Final = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_visible = re.compile(r"\S")

Json = dict[str, Any]
Method = Callable[[World, Bot, Call], Any]  # JSON


def send_message(world: World, bot: Bot, call: Call) -> Json:
    """Write a text into a chat."""
    chat = opened(world, bot, call)
    given = call.text("text")
    if len(given.encode()) > MAX_BYTES:
        raise bad_request("Text is too long")
    text, entities = formatted(call, given, "entities")
    if not _visible.search(text):
        raise bad_request("message text is empty")
    if units(text) > MAX_UNITS:
        raise bad_request("message is too long")
    return put(bot, chat, call, {"text": text, **({"entities": entities} if entities else {})})


def opened(world: World, bot: Bot, call: Call) -> Chat:
    """Return the chat of a call, if the flood rules and its people let the bot write there."""
    chat = world.chat(call.params.get("chat_id"))
    connection = call.text("business_connection_id")
    if connection and not bot.connections.get(connection, {}).get("is_enabled"):
        raise bad_request("BUSINESS_CONNECTION_INVALID")
    if world.switches.has_flood_rules:
        wait_s = world.switches.flood_wait_s(chat.id)
        if wait_s:
            raise too_many(wait_s)
    return chat


def formatted(call: Call, text: str, field: str) -> tuple[str, list[Json]]:
    """Return plain text and its entities, whichever way they were given."""
    mode = call.text("parse_mode")
    plain, entities = parsed(text, mode)
    given = call.given(field)
    return plain, entities if mode or given is None else checked(plain, list(given))


def caption_of(call: Call) -> Json:
    """Return the caption of a file."""
    text, entities = formatted(call, call.text("caption"), "caption_entities")
    if units(text) > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    found: Json = {"caption": text} if text else {}
    return found | ({"caption_entities": entities} if entities else {})


def put(bot: Bot, chat: Chat, call: Call, content: Json) -> Json:
    """Put a message into a chat and return it."""
    message: Json = {
        "message_id": chat.next_id(),
        "from": {key: bot.as_json[key] for key in ("id", "is_bot", "first_name", "username")},
        "chat": chat.as_json,
        "date": now(),
        **content,
        **_answering(chat, call),
    }
    topic = call.number("message_thread_id")
    if topic:
        message |= {"message_thread_id": topic, "is_topic_message": True}
    connection = call.text("business_connection_id")
    if connection:
        message["business_connection_id"] = connection
    markup = call.given("reply_markup")
    if markup:
        check_buttons(markup)
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
    chat.messages[message["message_id"]] = message
    return message


def check_buttons(markup: Json) -> None:
    """Refuse buttons whose data is empty or over 64 bytes."""
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
                raise bad_request("BUTTON_DATA_INVALID")
            if not button.get("text"):
                raise bad_request("can't parse InlineKeyboardButton: Text buttons are unallowed in the inline keyboard")


def send_chat_action(world: World, bot: Bot, call: Call) -> bool:
    """Show that the bot is doing something."""
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.chat(call.params.get("chat_id")).actions.append(action)
    return True


def edit_text(world: World, bot: Bot, call: Call) -> Json:
    """Change the text of a message the bot wrote."""
    message = _own(world, bot, call)
    text, entities = formatted(call, call.text("text"), "entities")
    if units(text) > MAX_UNITS:
        raise bad_request("message is too long")
    _change(message, {"text": text, "entities": entities or None, "reply_markup": call.given("reply_markup")})
    return message


def edit_markup(world: World, bot: Bot, call: Call) -> Json:
    """Change the buttons of a message the bot wrote."""
    message, markup = _own(world, bot, call), call.given("reply_markup")
    if markup:
        check_buttons(markup)
    _change(message, {"reply_markup": markup or None})
    return message


def delete_message(world: World, bot: Bot, call: Call) -> bool:
    """Delete a message."""
    chat = world.chat(call.params.get("chat_id"))
    if chat.messages.pop(call.number("message_id"), None) is None:
        raise bad_request("message to delete not found")
    return True


def answer_callback(world: World, bot: Bot, call: Call) -> bool:
    """Answer a press of a button, once and in time."""
    query_id = call.text("callback_query_id")
    if query_id not in bot.answered or bot.answered[query_id]:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if units(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    bot.answered[query_id] = {"text": call.text("text"), "done": True}
    return True


def _answering(chat: Chat, call: Call) -> Json:
    wanted = call.given("reply_parameters") or {}
    number = wanted.get("message_id") or call.number("reply_to_message_id")
    if not number:
        return {}
    original = chat.messages.get(int(number))
    if original is None:
        if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": {key: value for key, value in original.items() if key != "reply_to_message"}}


def _own(world: World, bot: Bot, call: Call) -> Json:
    chat = world.chat(call.params.get("chat_id"))
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != bot.as_json["id"]:
        raise bad_request("message can't be edited")
    return message


def _change(message: Json, changes: Json) -> None:
    if all(message.get(key) == value for key, value in changes.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    for key, value in changes.items():
        message.pop(key, None)
        if value is not None:
            message[key] = value
    message["edit_date"] = now()


UNKNOWN_METHOD = ApiError(404, "Not Found: method not found")
