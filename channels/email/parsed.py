"""What a mail says once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address; the address's domain is in lower case, either may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """A file of a mail; `data` are the decoded bytes, `content_id` is without angle brackets."""

    filename: str
    media_type: str
    data: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A part of a report or bounce, decoded: `text/plain`, `message/delivery-status`, `text/rfc822-headers`, `message/rfc822` ..."""

    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class AttachedMail:
    """The mail attached to a forward."""

    from_email: str
    from_name: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class BounceInfo:
    """What a returned mail says about its delivery; `status` is like "5.1.1" or empty."""

    is_hard: bool
    status: str = ""
    diagnostic: str = ""
    original_message_id: str = ""
    failed_recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedEmail:
    """A mail, read; every string is valid Unicode without NUL and without controls but newline and tab."""

    subject: str = ""
    from_email: str = ""
    from_name: str = ""
    is_from_clear: bool = False
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    sender: str = ""
    return_path: str = ""
    delivered_to: tuple[str, ...] = ()
    date: datetime | None = None

    text: str = ""
    html: str = ""
    has_remote_images: bool = False
    reply: str = ""
    folds: tuple[tuple[int, int, str], ...] = ()
    attachments: tuple[MailAttachment, ...] = ()

    is_auto: bool = False
    auto_kind: str = ""
    is_bounce: bool = False
    bounce: BounceInfo | None = None
    failed_recipients: tuple[str, ...] = ()
    ids_in_bounced: tuple[str, ...] = ()
    forward_from: str = ""
    forward_from_name: str = ""
    forward_subject: str = ""

    authentication_results: tuple[str, ...] = ()
    list_id: str = ""
    calendar_method: str = ""
    content_key: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[str, ...] = ()


# What later code asks for by name in `ParsedEmail.headers`.
KEPT_HEADERS = (
    "auto-submitted",
    "content-language",
    "importance",
    "list-unsubscribe",
    "precedence",
    "received-spf",
    "thread-index",
    "thread-topic",
    "x-amazon-ses-message-id",
    "x-auto-response-suppress",
    "x-gm-message-state",
    "x-google-original-message-id",
    "x-loop",
    "x-mailer",
    "x-microsoft-original-message-id",
    "x-priority",
    "x-spam-flag",
    "x-spam-score",
    "x-spam-status",
)
