"""What things of Telegram are called on the desk."""

from channels.telegram.shapes import Json, number, thing, token


def peer_of(message: Json) -> str | None:
    """Return the name of where a message was said: "chat", "chat/topic", "chat@connection"; None when it has none.

    A group has message_thread_id for mere replies too, which is no topic. In a business chat the customer's id is also
    that of their own chat with the bot, hence the connection.
    """
    chat_id = number(thing(message, "chat"), "id")
    if chat_id is None:
        return None
    connection = token(message, "business_connection_id", chars=200)
    if connection:
        return f"{chat_id}@{connection}"
    topic = number(message, "message_thread_id") if message.get("is_topic_message") is True else None
    if topic is not None:
        return f"{chat_id}/{topic}"
    inquiry = number(thing(message, "direct_messages_topic"), "topic_id")
    return f"{chat_id}/d{inquiry}" if inquiry is not None else str(chat_id)


def message_key(chat_id: int, message_id: int, *, connection: str = "") -> str:
    """Return what a message is called, one name for ever: "chat:message", with the connection of a business chat."""
    return f"{chat_id}@{connection}:{message_id}" if connection else f"{chat_id}:{message_id}"


def key_of(message: Json) -> str | None:
    """Return what this message is called, None when it has no name."""
    chat_id, message_id = number(thing(message, "chat"), "id"), number(message, "message_id")
    if chat_id is None or message_id is None:
        return None
    return message_key(chat_id, message_id, connection=token(message, "business_connection_id", chars=200))


def album_key(peer: str, group: str) -> str:
    """Return what an album is called."""
    return f"album:{peer}:{group}"


def chat_of(peer: str) -> int:
    """Return the chat a peer names; ValueError when it names none."""
    return int(peer.partition("@")[0].partition("/")[0])


def topic_of(peer: str) -> int | None:
    """Return the topic a peer names, None when it names none."""
    topic = peer.partition("/")[2]
    return int(topic) if topic.isdecimal() else None


def inquiry_of(peer: str) -> int | None:
    """Return the topic of a channel's direct messages that a peer names, None when it names none."""
    topic = peer.partition("/d")[2]
    return int(topic) if topic.isdecimal() else None


def connection_of(peer: str) -> str:
    """Return the business connection a peer names, empty when it names none."""
    return peer.partition("@")[2]


def message_of(key: str, chat_id: int) -> int | None:
    """Return the message a key names in this chat; None when it names another chat's or none."""
    where, _, number = key.rpartition(":")
    return int(number) if where.partition("@")[0] == str(chat_id) and number.isdecimal() else None
