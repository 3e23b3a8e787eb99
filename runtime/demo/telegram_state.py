"""What the Bot API emulator remembers from one start of a demo to the next."""

import base64
import contextlib
import itertools
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from runtime.demo.bot_api.server import BotApi
from runtime.demo.bot_api.world import Chat, StoredFile

NAME: Final = "telegram.json"
# Whoever was killed had given numbers that were not saved yet; none may be given twice.
GAP: Final = 50

Json = dict[str, Any]


def save(api: BotApi, folder: Path) -> None:
    """Keep chats, files and what the bot has not fetched; in whole or not at all."""
    with api.world.lock:
        kept = {
            "chats": [_chat(chat) for chat in api.world.chats.values()],
            "files": [_file(file) for file in api.world.files.values()],
            "waiting": [
                [one.kind, one.body, one.lane] for bot in api.world.bots.values() for one in bot.queue.waiting()
            ],
        }
        content = json.dumps(kept, ensure_ascii=False)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{NAME}.new"
    temporary.write_text(content)
    os.replace(temporary, folder / NAME)


def load(api: BotApi, folder: Path, token: str) -> None:
    """Bring back what was kept, if anything was."""
    with contextlib.suppress(FileNotFoundError):
        kept = json.loads((folder / NAME).read_text())
        with api.world.lock:
            for file in kept["files"]:
                api.world.files[file["file_id"]] = _stored(api, file)
            for one in kept["chats"]:
                chat = _opened(one)
                api.world.chats[chat.id] = chat
            for kind, body, lane in kept["waiting"]:
                api.world.tell(api.bot(token), kind, body, lane=lane)


def _chat(chat: Chat) -> Json:
    return {"chat": chat.as_json, "messages": list(chat.messages.values()), "is_blocked": chat.is_blocked}


def _opened(kept: Json) -> Chat:
    chat = Chat(kept["chat"], {one["message_id"]: one for one in kept["messages"]}, is_blocked=kept["is_blocked"])
    chat._ids = itertools.count(max(chat.messages, default=0) + GAP)
    return chat


def _file(file: StoredFile) -> Json:
    return {**asdict(file), "data": base64.b64encode(file.data).decode()}


def _stored(api: BotApi, kept: Json) -> StoredFile:
    file = StoredFile(**{**kept, "data": base64.b64decode(kept["data"])})
    api.world.skip_files(int(file.path.rpartition("_")[2].partition(".")[0]))
    return file
