"""What an update says: a customer's message, a fact, or nothing the desk has a use for. Pure; never raises."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from channels.telegram.buttons import CHOSEN
from channels.telegram.facts import (
    BusinessConnected,
    Deleted,
    Edited,
    Fact,
    GroupAccess,
    Migrated,
    Nothing,
    OwnerWrote,
    Reachable,
    Reacted,
    TopicNamed,
)
from channels.telegram.keys import key_of, message_key, peer_of
from channels.telegram.letter import (
    Letter,
    buttons_of,
    name_of,
    read_letter,
    sender_of,
    text_of,
    view_of,
)
from channels.telegram.shapes import Json, moment, number, numbers, thing, things, token, words
from helpdesk.incoming import IncomingMessage

# What the bot asks for; Telegram leaves reactions out unless they are named.
WANTED: Final = (
    "message",
    "edited_message",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "callback_query",
    "my_chat_member",
)
IS_IN: Final = frozenset({"creator", "administrator", "member", "restricted"})

Reading = Letter | Fact | Nothing


def parse_update(update: dict[str, Any]) -> IncomingMessage | None:
    """Return the customer's message an update brings, None for facts (`parse_fact`) and for what is nobody's message.

    Its channel is 0, to be filled in by who knows which bot this came to.
    """
    found = read_update(update)
    return found.incoming if isinstance(found, Letter) else None


def parse_fact(update: dict[str, Any]) -> Fact | None:
    """Return what an update says that is no message: an edit, a reaction, somebody blocked the bot."""
    found = read_update(update)
    return None if isinstance(found, Letter | Nothing) else found


def read_update(update: dict[str, Any]) -> Reading:
    """Return all that an update says."""
    for name, read in _READERS.items():
        if isinstance(update.get(name), dict):
            return read(update[name])
    return Nothing("unwanted")


def update_id_of(update: object) -> int | None:
    """Return the number of an update, None when it has none."""
    return number(update, "update_id") if isinstance(update, dict) else None


def _message(message: Json) -> Reading:
    old, new = number(message, "migrate_from_chat_id"), number(thing(message, "chat"), "id")
    if old is not None and new is not None:
        return Migrated(old, new)
    old, new = new, number(message, "migrate_to_chat_id")
    if old is not None and new is not None:
        return Migrated(old, new)
    return _topic_named(message) or read_letter(message)


def _topic_named(message: Json) -> TopicNamed | None:
    """Return how a topic is called from now on, None when a message does not say that."""
    peer = peer_of(message)
    name = words(thing(message, "forum_topic_edited"), "name") or words(thing(message, "forum_topic_created"), "name")
    return TopicNamed(peer, name) if peer is not None and "/" in peer and name else None


def _edited(message: Json) -> Reading:
    if thing(message, "location"):
        return Nothing("moving")  # a live location, every few seconds
    read = read_letter(message)
    if isinstance(read, Nothing):
        return read
    if isinstance(read, OwnerWrote):
        return Nothing("owner")
    incoming = read.incoming
    html = view_of(message) if read.start is None else ""
    return Edited(
        key=incoming.external_id,
        peer=incoming.peer,
        address=incoming.sender.address,
        text=incoming.text,
        html=html,
        at=moment(message, "edit_date"),
        incoming=incoming,
    )


def _reacted(reaction: Json) -> Reading:
    key = key_of(reaction)
    if key is None:
        return Nothing("unreadable")
    person, chat = thing(reaction, "user"), thing(reaction, "actor_chat")
    who = number(person, "id") if person else number(chat, "id")
    emoji = tuple(_emoji(one) for one in things(reaction, "new_reaction", limit=50))
    return Reacted(key, str(who) if who is not None else "", emoji, moment(reaction, "date"))


def _emoji(reaction: Json) -> str:
    return words(reaction, "emoji", chars=20) or ("⭐" if reaction.get("type") == "paid" else "•")


def _deleted(gone: Json) -> Reading:
    peer, chat_id = peer_of(gone), number(thing(gone, "chat"), "id")
    if peer is None or chat_id is None:
        return Nothing("unreadable")
    connection = token(gone, "business_connection_id", chars=200)
    ids = numbers(gone, "message_ids")
    return Deleted(peer, tuple(message_key(chat_id, id, connection=connection) for id in ids))


def _membership(change: Json) -> Reading:
    chat, at = thing(change, "chat"), moment(change, "date")
    chat_id, member = number(chat, "id"), thing(change, "new_chat_member")
    status = token(member, "status", chars=40)
    if chat_id is None or not status:
        return Nothing("unreadable")
    is_in = status in IS_IN and not (status == "restricted" and member.get("is_member") is False)
    if chat.get("type") == "private":
        return Reachable(str(chat_id), is_in, at)
    return GroupAccess(chat_id, words(chat, "title"), is_in, at)


def _connected(connection: Json) -> Reading:
    name, user_id = token(connection, "id", chars=200), number(thing(connection, "user"), "id")
    if not name or user_id is None:
        return Nothing("unreadable")
    can_reply = thing(connection, "rights").get("can_reply") is True or connection.get("can_reply") is True
    return BusinessConnected(
        name, str(user_id), can_reply, connection.get("is_enabled") is True, moment(connection, "date")
    )


def _pressed(query: Json) -> Reading:
    """Read a pressed button as the words on it, said by who pressed."""
    query_id, message = token(query, "id", chars=100), thing(query, "message")
    chosen = token(query, "data", chars=64)
    if not query_id or thing(query, "from").get("is_bot") is True:
        return Nothing("unreadable")
    offered = tuple(
        (words(button, "text").removeprefix(CHOSEN), token(button, "callback_data", chars=64))
        for button in buttons_of(message)
        if button.get("callback_data")
    )
    label = next((label for label, value in offered if value == chosen), "")
    said = {
        "message_id": number(message, "message_id"),
        "chat": message.get("chat"),
        "date": message.get("date"),
        "message_thread_id": message.get("message_thread_id"),
        "is_topic_message": message.get("is_topic_message"),
        "business_connection_id": message.get("business_connection_id"),
        "from": query.get("from"),
        "text": label or chosen,
    }
    read = read_letter(said)
    if not isinstance(read, Letter):
        return read
    incoming = replace(read.incoming, external_id=f"callback:{query_id}", html="")
    return replace(
        read,
        incoming=incoming,
        answers=key_of(message) or "",
        pressed=query_id,
        chosen=chosen,
        offered=offered,
        start=None,
    )


_READERS: Final[dict[str, Callable[[Json], Reading]]] = {
    "message": _message,
    "edited_message": _edited,
    "business_message": read_letter,
    "edited_business_message": _edited,
    "deleted_business_messages": _deleted,
    "business_connection": _connected,
    "message_reaction": _reacted,
    "my_chat_member": _membership,
    "callback_query": _pressed,
}

__all__ = ["WANTED", "name_of", "parse_fact", "parse_update", "read_update", "sender_of", "text_of", "update_id_of"]
