"""What an update can say that is no message of a customer."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.incoming import IncomingMessage


@dataclass(frozen=True, slots=True)
class Edited:
    """A message has other words now. `key` is its external id; text and html are those of all of it.

    incoming: the whole message, for who never got its first words.
    """

    key: str
    peer: str
    address: str
    text: str
    html: str
    at: datetime
    incoming: IncomingMessage


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody's reactions to a message are now these; `address` is empty for the unnamed of a group."""

    key: str
    address: str
    emoji: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Deleted:
    """Messages of a business chat were taken back."""

    peer: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody lets the bot write again, or no more."""

    address: str
    is_reachable: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class GroupAccess:
    """The bot was taken into a group or put out of it."""

    chat_id: int
    title: str
    is_member: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group has another id now."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class TopicNamed:
    """A topic of a group has a name, or another one."""

    peer: str
    name: str


@dataclass(frozen=True, slots=True)
class BusinessConnected:
    """A business account lets the bot act for it, or no more."""

    connection: str
    address: str
    can_reply: bool
    is_enabled: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnerWrote:
    """The owner of a business account wrote to a customer past the desk."""

    key: str
    peer: str
    text: str
    at: datetime


Fact = Edited | Reacted | Deleted | Reachable | GroupAccess | Migrated | TopicNamed | BusinessConnected | OwnerWrote


@dataclass(frozen=True, slots=True)
class Nothing:
    """An update the desk has no use for; `why` is one word."""

    why: str
