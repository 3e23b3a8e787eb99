"""What every channel's adapter can do, and what it is given to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from helpdesk.models import ChannelKind


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes out with a reply; `blob` names its bytes in helpdesk.storage."""

    filename: str
    media_type: str
    size: int
    blob: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply on its way out, read whole before anything touches the network.

    peer and details are the thread's own words (helpdesk.models.Thread); text is Markdown, html its sanitised view.
    """

    message_id: int
    channel_id: int
    thread_id: int
    ticket_id: int
    ticket_number: int
    subject: str
    peer: str
    details: Mapping[str, Any]  # JSON of the channel
    text: str
    html: str
    client_key: str | None
    attempt: int
    files: Sequence[OutgoingFile] = ()


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """What came of trying a channel's settings; `detail` is for the person who set them."""

    is_working: bool
    detail: str = ""


class Adapter(Protocol):
    """One channel's way out.

    is_local: sending is nothing but rows of ours, so that a crash while sending leaves no doubt.
    slots: how many replies may be under way at once.
    """

    kind: ChannelKind
    is_local: bool
    slots: int

    def send(self, outgoing: Outgoing) -> Sequence[str]:
        """Hand a reply to the next hop and return the ids it gave; DeliveryError says what is known otherwise."""

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        """Write down what belongs into the transaction that marks the reply sent; its ticket is locked."""

    def test_connection(self) -> ConnectionTest:
        """Try the settings without sending anything."""

    def close(self) -> None:
        """Let go of connections."""
