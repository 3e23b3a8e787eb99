"""What every channel's adapter can do, and what it is given to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from sqlalchemy.orm import Session

from helpdesk.models import ChannelKind, Direction


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes out with a reply; `blob` names its bytes in helpdesk.storage."""

    filename: str
    media_type: str
    size: int
    blob: str
    content_id: str = ""  # of a file that is shown inside a mail


Mailbox = tuple[str, str]  # name, address


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an answer quotes: who wrote it when, and its words. at: in the desk's zone and the reader's language."""

    name: str
    address: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """What a reply is as a mail (helpdesk.models.Mail).

    auto_kind: "" when a person pressed send. rating_url: where the customer rates the ticket, when this asks for it.
    unsubscribe_url: where the customer ends letters nobody pressed send for, when this is one.
    """

    mail_id: str
    subject: str
    to: Sequence[Mailbox]
    cc: Sequence[Mailbox] = ()
    bcc: Sequence[Mailbox] = ()
    reply_to: Sequence[Mailbox] = ()
    from_name: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()
    auto_kind: str = ""
    rating_url: str = ""
    unsubscribe_url: str = ""
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply on its way out, read whole before anything touches the network.

    peer and details are the thread's own words (helpdesk.models.Thread); text is Markdown, html its sanitised view.
    buttons: label and value of each; answers: what the channel calls the message this answers.
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
    language: str = ""
    mail: OutgoingMail | None = None
    buttons: Sequence[tuple[str, str]] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class SystemLetter:
    """A mail of the desk itself on its way out; `html` is a whole body, its values escaped."""

    system_mail_id: int
    mail_id: str
    address: str
    name: str
    subject: str
    text: str
    html: str
    attempt: int
    headers: Mapping[str, Any] | None = None  # of helpdesk.models.SystemMail; a person wrote a mail that has some


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the next hop said when it took a message: the ids it gave, and its own words."""

    external_ids: Sequence[str] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which way it concerns, a code with a text in every language, the provider's words."""

    direction: Direction
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionTest:
    """What came of trying a channel's settings; `detail` and `findings` are for the person who set them.

    vouchers: servers that say of the newest mails whether their senders are who they claim; whether they are the
    person's own nobody but they can say.
    """

    is_working: bool
    detail: str = ""
    findings: Sequence[Finding] = ()
    vouchers: Sequence[str] = ()


class Adapter(Protocol):
    """One channel's way out.

    is_local: sending is nothing but rows of ours, so that a crash while sending leaves no doubt.
    slots: how many replies may be under way at once.
    """

    kind: ChannelKind
    is_local: bool
    slots: int

    def send(self, outgoing: Outgoing) -> Receipt:
        """Hand a reply to the next hop; DeliveryError says what is known when it was not taken."""

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        """Write down what belongs into the transaction that marks the reply sent; its ticket is locked."""

    def test_connection(self) -> ConnectionTest:
        """Try the settings without sending anything."""

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class Postman(Protocol):
    """An adapter that also carries the mails of the desk itself."""

    def send_system(self, letter: SystemLetter) -> Receipt:
        """Hand a mail of the desk to the next hop, as `Adapter.send` does."""
