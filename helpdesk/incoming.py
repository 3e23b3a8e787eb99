"""What a channel hands to the desk: one message as every channel can say it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from helpdesk.models import AttachmentState, IdentityKind, SenderProof

Mailbox = tuple[str, str]  # name, address
NEW_TICKET = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, by an address of the channel; `verified_by` names the proof, None means only claimed."""

    kind: IdentityKind
    address: str
    name: str = ""
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class NewVisitor:
    """What is known of a browser writing through a widget; the token itself never gets here.

    ticket: number of the ticket they write to, `NEW_TICKET` to begin another one, None for the newest that is open.
    said: what they filled in before they wrote; ticket_fields, customer_fields: of it, what custom fields hold then.
    is_suspect: the message looks like spam.
    """

    token_hash: str
    locale: str = ""
    page: dict[str, Any] = field(default_factory=dict)  # url, title, referrer
    ticket: int | None = None
    device: dict[str, Any] = field(default_factory=dict)  # browser, system, kind
    said: dict[str, Any] = field(default_factory=dict)
    ticket_fields: dict[str, Any] = field(default_factory=dict)
    customer_fields: dict[str, Any] = field(default_factory=dict)
    consents: bool = False
    is_suspect: bool = False


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came inside a message; `blob` names its bytes in helpdesk.storage, None while they are not there.

    kind: what the sender made of it, such as voice or sticker, where the channel says so; duration_s: how long it plays.
    """

    filename: str
    media_type: str
    size: int
    blob: str | None
    content_id: str | None = None
    is_inline: bool = False
    state: AttachmentState = AttachmentState.STORED
    width: int | None = None
    height: int | None = None
    kind: str | None = None
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingBounce:
    """A report that a mail did not arrive: who failed, how, and the Message-IDs found in what came back."""

    failed: tuple[str, ...]
    is_hard: bool
    status: str = ""
    diagnostic: str = ""
    original_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingForward:
    """Whose mail was forwarded, as the forwarding text says; nobody has proved it."""

    address: str
    name: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """What a message was as a mail. Addresses are as written, their domains in lower case; ids keep their <>.

    auto_kind: "" when a person wrote, else as channels.email.parsed says. tokens: what may be signed ticket tokens,
    from referenced Message-IDs and plus-addresses; nothing is believed before helpdesk.mail_tokens has looked.
    folds: (start, end, kind) in the text. is_silent: old mail taken over, nobody is told and nothing is routed.
    """

    mail_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    from_address: str = ""
    from_name: str = ""
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    sent_at: datetime | None = None
    proof: SenderProof = SenderProof.CLAIMED
    authentication: dict[str, Any] = field(default_factory=dict)
    auto_kind: str = ""
    bounce: IncomingBounce | None = None
    folds: tuple[tuple[int, int, str], ...] = ()
    has_remote_images: bool = False
    content_key: str | None = None
    inbound_id: int | None = None
    tokens: tuple[str, ...] = ()
    forward: IncomingForward | None = None
    is_spam: bool = False
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message from a customer.

    external_id: what the provider calls it, unique per channel, the key that makes receiving it twice harmless.
    peer: whom a reply goes to, in the channel's own words. attachment_ids: public ids of stored attachments.
    html: sanitised again unless `mail` is given, whose view was made for its own frame. files: come with the message,
    no upload row exists yet.
    """

    channel_id: int
    external_id: str
    peer: str
    sender: Sender
    text: str
    sent_at: datetime
    html: str = ""
    subject: str = ""
    attachment_ids: tuple[str, ...] = ()
    client_key: str | None = None
    is_auto: bool = False
    visitor: NewVisitor | None = None
    details: dict[str, Any] = field(default_factory=dict)  # of the thread, see helpdesk.models.Thread
    mail: IncomingMail | None = None
    files: tuple[IncomingFile, ...] = ()
