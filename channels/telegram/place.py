"""Where a reply goes on Telegram."""

from dataclasses import dataclass
from typing import Self

from channels.telegram.keys import chat_of, connection_of, inquiry_of, message_key, topic_of


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, perhaps a topic in it, perhaps in the name of a business account."""

    chat_id: int
    topic: int | None = None
    inquiry: int | None = None
    connection: str = ""

    @classmethod
    def of(cls, peer: str) -> Self:
        """Read the peer of a thread; ValueError when it names no chat."""
        return cls(chat_of(peer), topic_of(peer), inquiry_of(peer), connection_of(peer))

    def key(self, message_id: int) -> str:
        """Return what a message said here is called."""
        return message_key(self.chat_id, message_id, connection=self.connection)
