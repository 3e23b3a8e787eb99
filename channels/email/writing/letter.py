"""What a mail of ours says, before it is put into bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Mailbox = tuple[str, str]  # name, address


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that goes with a letter; one with a content_id is shown inside it."""

    filename: str
    media_type: str
    data: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: `text` and `html` say the same; html is sanitised. auto_kind: "" when a person pressed send."""

    mail_id: str
    sender: Mailbox
    to: Sequence[Mailbox]
    subject: str
    text: str
    html: str
    date: datetime
    cc: Sequence[Mailbox] = ()
    bcc: Sequence[Mailbox] = ()
    reply_to: Sequence[Mailbox] = ()
    in_reply_to: str = ""
    references: Sequence[str] = ()
    language: str = ""
    auto_kind: str = ""
    unsubscribe_url: str = ""
    files: Sequence[LetterFile] = ()
