"""What a channel hands to the desk: one message as every channel can say it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from helpdesk.models import IdentityKind


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, by an address of the channel; `verified_by` names the proof, None means only claimed."""

    kind: IdentityKind
    address: str
    name: str = ""
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class NewVisitor:
    """What is known of a browser writing through a widget; the token itself never gets here."""

    token_hash: str
    locale: str = ""
    page: dict[str, Any] = field(default_factory=dict)  # url, title, referrer


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message from a customer.

    external_id: what the provider calls it, unique per channel, the key that makes receiving it twice harmless.
    peer: whom a reply goes to, in the channel's own words. attachment_ids: public ids of stored attachments.
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
