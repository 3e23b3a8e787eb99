"""The other side: people who write to a bot, send files, press, edit, react, block."""

import base64
import itertools
import secrets
from collections.abc import Sequence
from typing import Any, Final

from runtime.demo.bot_api.media import FOLDERS, described
from runtime.demo.bot_api.world import Bot, Chat, World, now

Json = dict[str, Any]
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class People:
    """What people do with one bot; a chat is opened by the first thing said in it. Callable from any thread.

    Names of people are made of their ids unless `introduce` gave others.
    """

    def __init__(self, world: World, bot: Bot) -> None:
        self._world, self._bot = world, bot
        self._known: dict[int, Json] = {}
        self._queries = itertools.count(1)

    def introduce(self, person: int, first_name: str, **more: Any) -> None:
        """Give a person a name and, as Telegram calls them, last_name, username, language_code."""
        self._known[person] = {"id": person, "is_bot": False, "first_name": first_name, **more}

    def show_photo(self, person: int, data: bytes | str = b"") -> None:
        """Show a photo of oneself, or none any more; data: bytes, or base64 of them."""
        given = base64.b64decode(data) if isinstance(data, str) else data
        with self._world.lock:
            self._world.photos.pop(person, None)
            if given:
                self._world.photos[person] = self._world.keep(given, name="photo.jpg", folder="profile_photos")

    def say(self, person: int, text: str, **how: Any) -> int:
        """Write a text and return its message id. how: chat, topic, reply_to, entities, business, age_s."""
        entities = how.pop("entities", None)
        return self.send(person, {"text": text, **({"entities": entities} if entities else {})}, **how)

    def start(self, person: int, payload: str = "") -> int:
        """Press start, perhaps behind a link with a payload."""
        text = f"/start {payload}".strip()
        return self.say(person, text, entities=[{"type": "bot_command", "offset": 0, "length": 6}])

    def attach(
        self,
        person: int,
        kind: str,
        data: bytes | str = b"",
        *,
        name: str = "file.bin",
        media_type: str = "application/octet-stream",
        size: int | None = None,
        caption: str = "",
        **how: Any,
    ) -> int:
        """Send a file of a kind: photo, document, video, audio, voice, video_note, animation, sticker.

        data: bytes, or base64 of them. size: claims more than there is.
        """
        given = base64.b64decode(data) if isinstance(data, str) else data
        with self._world.lock:
            stored = self._world.keep(given or PNG, name=name, folder=FOLDERS[kind], size=size)
        content = described(kind, stored, name, media_type)
        return self.send(person, content | ({"caption": caption} if caption else {}), **how)

    def album(self, person: int, files: Sequence[bytes | str], *, caption: str = "", **how: Any) -> list[int]:
        """Send photos as one album, the caption on the first."""
        group = how.pop("group", None) or str(13_000_000_000_000_000 + secrets.randbelow(10**12))
        return [
            self.attach(person, "photo", data, name="photo.jpg", caption=caption if n == 0 else "", group=group, **how)
            for n, data in enumerate(files)
        ]

    def share_contact(self, person: int, phone: str, *, of: int | None = None) -> int:
        """Share a phone number: one's own, or a card of somebody."""
        card: Json = {"phone_number": phone, "first_name": "Card"}
        return self.send(person, {"contact": card | ({} if of is None else {"user_id": of})})

    def share_place(self, person: int, latitude: float, longitude: float) -> int:
        """Share where one is."""
        return self.send(person, {"location": {"latitude": latitude, "longitude": longitude}})

    def edit(self, person: int, message_id: int, text: str, *, chat: int | None = None) -> None:
        """Change the text, or caption, of a message."""
        with self._world.lock:
            home = self._chat(person, chat)
            message = home.messages[message_id]
            message["text" if "text" in message else "caption"] = text
            message["edit_date"] = now()
            kind = "edited_business_message" if "business_connection_id" in message else "edited_message"
            self._tell(kind, dict(message), home)

    def press(self, person: int, message_id: int, data: str) -> str:
        """Press a button below a message of the bot and return the query's id."""
        with self._world.lock:
            home, query_id = self._chat(person, None), str(4_000_000_000 + next(self._queries))
            self._bot.answered[query_id] = {}
            query = {
                "id": query_id,
                "from": self._person(person),
                "message": home.messages[message_id],
                "chat_instance": str(home.id * 7),
                "data": data,
            }
            self._tell("callback_query", query, home)
            return query_id

    def react(self, person: int, message_id: int, emoji: Sequence[str], *, chat: int | None = None) -> None:
        """Put reactions on a message in place of those before."""
        with self._world.lock:
            home = self._chat(person, chat)
            reaction = {
                "chat": home.as_json,
                "message_id": message_id,
                "user": self._person(person),
                "date": now(),
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
            }
            self._tell("message_reaction", reaction, home)

    def block(self, person: int) -> None:
        """Block the bot."""
        self._membership(person, "member", "kicked", is_blocked=True)

    def unblock(self, person: int) -> None:
        """Let the bot write again."""
        self._membership(person, "kicked", "member", is_blocked=False)

    def deactivate(self, person: int) -> None:
        """Delete one's account."""
        with self._world.lock:
            self._chat(person, None).is_deactivated = True

    def open_group(self, chat: int, title: str, *, is_forum: bool = False) -> None:
        """Make a group (negative id; -100... a supergroup)."""
        kind = "supergroup" if str(chat).startswith("-100") else "group"
        with self._world.lock:
            more = {"is_forum": True} if is_forum else {}
            self._world.chats[chat] = Chat({"id": chat, "type": kind, "title": title, **more})

    def migrate(self, person: int, chat: int, new_chat: int) -> None:
        """Turn a group into a supergroup, which has another id."""
        with self._world.lock:
            old = self._world.chats[chat]
            self.open_group(new_chat, old.as_json["title"])
            self.send(person, {"migrate_to_chat_id": new_chat}, chat=chat)
            old.migrated_to = new_chat
            self.send(person, {"migrate_from_chat_id": chat}, chat=new_chat)

    def connect_business(self, person: int, connection: str, *, is_enabled: bool = True) -> None:
        """Let the bot act for a business account, or no more."""
        with self._world.lock:
            found = {
                "id": connection,
                "user": self._person(person),
                "user_chat_id": person,
                "date": now(),
                "rights": {"can_reply": True} if is_enabled else {},
                "is_enabled": is_enabled,
            }
            self._bot.connections[connection] = found
            self._tell("business_connection", found, self._chat(person, None))

    def unsend_business(self, person: int, connection: str, message_ids: Sequence[int]) -> None:
        """Delete messages of a business chat."""
        with self._world.lock:
            home = self._chat(person, None)
            gone = {"business_connection_id": connection, "chat": home.as_json, "message_ids": list(message_ids)}
            self._tell("deleted_business_messages", gone, home)

    def send(self, person: int, content: Json, **how: Any) -> int:
        """Put a message of any content into a chat; see `say` for `how`, and group for albums."""
        with self._world.lock:
            home = self._chat(person, how.get("chat"))
            message: Json = {
                "message_id": home.next_id(),
                "from": self._person(person),
                "chat": home.as_json,
                "date": now() - round(how.get("age_s", 0)),
                **content,
            }
            if how.get("topic"):
                message |= {"message_thread_id": how["topic"], "is_topic_message": True}
            if how.get("group"):
                message["media_group_id"] = how["group"]
            if how.get("reply_to"):
                message["reply_to_message"] = home.messages[how["reply_to"]]
            if how.get("business"):
                message["business_connection_id"] = how["business"]
            home.messages[message["message_id"]] = message
            kind = "business_message" if how.get("business") else "message"
            self._tell(kind, dict(message), home, age_s=how.get("age_s", 0))
            return int(message["message_id"])

    def raw(self, kind: str, body: Json) -> int | None:
        """Send an update of any shape, such as one no client would make."""
        with self._world.lock:
            return self._world.tell(self._bot, kind, body, lane=0)

    def seen(self, person: int) -> list[Json]:
        """Return what the bot wrote to a person, as it stands there."""
        with self._world.lock:
            home = self._chat(person, None)
            return [dict(one) for one in home.messages.values() if one["from"]["id"] == self._bot.as_json["id"]]

    def _person(self, person: int) -> Json:
        return self._known.get(person) or {"id": person, "is_bot": False, "first_name": f"Person {person}"}

    def _chat(self, person: int, chat: int | None) -> Chat:
        if chat is not None:
            return self._world.chats[chat]
        known = self._world.chats.get(person)
        if known is None:
            names = {key: value for key, value in self._person(person).items() if "name" in key}
            known = self._world.chats[person] = Chat({"id": person, "type": "private", **names})
        return known

    def _tell(self, kind: str, body: Json, home: Chat, *, age_s: float = 0.0) -> None:
        self._world.tell(self._bot, kind, body, lane=home.id, age_s=age_s)

    def _membership(self, person: int, before: str, after: str, *, is_blocked: bool) -> None:
        with self._world.lock:
            home = self._chat(person, None)
            home.is_blocked = is_blocked
            bot = {key: self._bot.as_json[key] for key in ("id", "is_bot", "first_name", "username")}
            until = {"until_date": 0}
            change = {
                "chat": home.as_json,
                "from": self._person(person),
                "date": now(),
                "old_chat_member": {"user": bot, "status": before, **(until if before == "kicked" else {})},
                "new_chat_member": {"user": bot, "status": after, **(until if after == "kicked" else {})},
            }
            self._tell("my_chat_member", change, home)
