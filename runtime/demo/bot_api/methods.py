"""The methods a bot may call, by their names in lower case."""

from collections.abc import Callable
from typing import Any, Final

from runtime.demo.bot_api import media, sending
from runtime.demo.bot_api.call import Call
from runtime.demo.bot_api.errors import bad_request
from runtime.demo.bot_api.world import Bot, World

Json = dict[str, Any]


def get_me(world: World, bot: Bot, call: Call) -> Json:
    """Say who the bot is."""
    return bot.as_json


def set_commands(world: World, bot: Bot, call: Call) -> bool:
    """Take the commands a menu shows."""
    bot.commands = list(call.given("commands") or [])
    return True


def get_chat(world: World, bot: Bot, call: Call) -> Json:
    """Describe a chat."""
    chat = world.chat(call.params.get("chat_id"))
    return {**chat.as_json, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


def get_photos(world: World, bot: Bot, call: Call) -> Json:
    """Describe the photo a person shows, in two sizes."""
    shown = world.photos.get(call.number("user_id"))
    if shown is None:
        return {"total_count": 0, "photos": []}
    base = {"file_id": shown.file_id, "file_unique_id": shown.unique_id, "file_size": shown.size}
    return {"total_count": 1, "photos": [[{**base, "width": side, "height": side} for side in (160, 640)]]}


def get_connection(world: World, bot: Bot, call: Call) -> Json:
    """Describe a business connection."""
    found = bot.connections.get(call.text("business_connection_id"))
    if found is None:
        raise bad_request("BUSINESS_CONNECTION_INVALID")
    return found


_GIFTS: Final = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)

METHODS: Final[dict[str, Callable[[World, Bot, Call], Any]]] = {
    "getme": get_me,
    "setmycommands": set_commands,
    "getchat": get_chat,
    "getuserprofilephotos": get_photos,
    "getbusinessconnection": get_connection,
    "sendmessage": sending.send_message,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": sending.edit_text,
    "editmessagereplymarkup": sending.edit_markup,
    "deletemessage": sending.delete_message,
    "answercallbackquery": sending.answer_callback,
    "sendmediagroup": media.send_album,
    "getfile": media.get_file,
    **{
        f"send{kind}": media.send_file
        for kind in ("photo", "document", "video", "audio", "voice", "videonote", "animation", "sticker")
    },
}
