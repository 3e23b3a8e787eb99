"""What Telegram knows: bots, people, chats, messages, files."""

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from helpdesk import clock
from runtime.demo.bot_api.errors import ApiError, bad_request
from runtime.demo.bot_api.faults import Switches
from runtime.demo.bot_api.updates import UpdateQueue

Json = dict[str, Any]


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


@dataclass(slots=True)
class Chat:
    """A private chat (id of the person) or a group (negative id)."""

    as_json: Json
    messages: dict[int, Json] = field(default_factory=dict)
    is_blocked: bool = False
    is_deactivated: bool = False
    migrated_to: int | None = None
    actions: list[str] = field(default_factory=list)
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @property
    def id(self) -> int:
        """Its number; negative for groups."""
        return int(self.as_json["id"])

    def next_id(self) -> int:
        """Return the next message id of this chat."""
        return next(self._ids)


@dataclass(slots=True)
class StoredFile:
    """A file on the server; without bytes only its size is claimed."""

    file_id: str
    unique_id: str
    path: str
    size: int
    data: bytes


@dataclass(slots=True)
class Bot:
    """One bot: who it is, what waits for it, what it was asked to do."""

    token: str
    as_json: Json
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    webhook: Webhook = field(default_factory=Webhook)
    is_revoked: bool = False
    calls: list[tuple[str, Json]] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    answered: dict[str, Json] = field(default_factory=dict)
    connections: dict[str, Json] = field(default_factory=dict)


class World:
    """All of it, shared by the server's loop and whoever plays the people; `lock` guards every change."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.bots: dict[str, Bot] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.photos: dict[int, StoredFile] = {}  # by person
        self.switches = Switches()
        self.on_update: Callable[[Bot], None] = lambda _: None
        self.at_work = 0  # calls that are being answered now
        self._files = 0

    def bot(self, token: str) -> Bot:
        """Return a bot by its token; 401 when nobody has it (any more)."""
        found = self.bots.get(token)
        if found is None or found.is_revoked:
            raise ApiError(401, "Unauthorized")
        return found

    def add_bot(self, token: str, *, username: str, name: str) -> Bot:
        """Make a bot known."""
        identity: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": True,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
        }
        self.bots[token] = Bot(token, identity)
        return self.bots[token]

    def chat(self, chat_id: object) -> Chat:
        """Return a chat a bot may write to, or refuse in Telegram's words."""
        try:
            chat = self.chats.get(int(str(chat_id)))
        except ValueError:
            chat = None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.is_blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.is_deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        return chat

    def keep(self, data: bytes, *, name: str, folder: str, size: int | None = None) -> StoredFile:
        """Keep a file and return it; `size` claims more than there is."""
        self._files += 1
        ending = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            file_id=f"AgACAgIAAxkBAAI{secrets.token_hex(20)}",
            unique_id=f"AQAD{secrets.token_hex(6)}",
            path=f"{folder}/file_{self._files}.{ending}",
            size=len(data) if size is None else size,
            data=data,
        )
        self.files[stored.file_id] = stored
        return stored

    def skip_files(self, number: int) -> None:
        """Give no file a number up to this one: they were given in another life."""
        self._files = max(self._files, number)

    def tell(self, bot: Bot, kind: str, body: Json, *, lane: int, age_s: float = 0.0) -> int | None:
        """Queue an update for a bot."""
        update_id = bot.queue.add(kind, body, lane=lane, age_s=age_s)
        self.on_update(bot)
        return update_id


def now() -> int:
    """Return the time as Telegram writes it."""
    return int(clock.now().timestamp())
