"""A mailbox's settings and what it signs in with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import msgspec
from sqlalchemy.orm import Session

from helpdesk import secrets
from helpdesk.mailboxes import Auth, Folder, MailboxConfig, MailServer, Security, bare_address
from helpdesk.models import Channel

__all__ = ["Auth", "Folder", "MailServer", "MailboxConfig", "MailboxSecret", "Security", "bare_address"]


@dataclass(frozen=True, slots=True)
class MailboxSecret:
    """What a mailbox signs in with: passwords, or the tokens of OAuth2."""

    imap_password: str = field(default="", repr=False)
    smtp_password: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    expires_at: datetime | None = None

    @classmethod
    def of(cls, session: Session, channel: Channel) -> Self:
        """Read a channel's secret; an empty one when it has none."""
        return cls() if channel.secret_id is None else cls.of_json(secrets.reveal(session, channel.secret_id))

    @classmethod
    def of_json(cls, plain: bytes) -> Self:
        """Read a secret as it lies decrypted."""
        return msgspec.convert(msgspec.json.decode(plain), cls)

    def as_json(self) -> bytes:
        """Return the secret as it is encrypted."""
        found: dict[str, Any] = msgspec.to_builtins(self)  # texts and a time
        return msgspec.json.encode({key: value for key, value in found.items() if value})
