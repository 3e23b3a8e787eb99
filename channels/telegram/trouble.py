"""What can be wrong with a bot or the way to Telegram, by a name that has a text in every language."""

import ssl
from enum import StrEnum
from typing import Final

from channels.base import Finding
from helpdesk import i18n
from helpdesk.errors import DeskError
from helpdesk.models import Direction
from helpdesk.outside import HostRefused, HostUnknown
from helpdesk.redaction import redacted

WORDS_CHARS: Final = 300


class Trouble(StrEnum):
    """What is wrong; each is a key below `bot.trouble` in helpdesk/texts."""

    TOKEN_REFUSED = "token_refused"  # noqa: S105  names a kind of trouble
    TOKEN_REVOKED = "token_revoked"  # noqa: S105  as above
    NOT_A_BOT = "not_a_bot"
    OTHER_BOT = "other_bot"
    OTHER_POLLER = "other_poller"
    WEBHOOK_ELSEWHERE = "webhook_elsewhere"
    WEBHOOK_NEEDS_HTTPS = "webhook_needs_https"
    WEBHOOK_REFUSED = "webhook_refused"
    WEBHOOK_FAILING = "webhook_failing"
    FLOOD = "flood"
    BLOCKED = "blocked"
    REFUSED = "refused"
    HOST_UNKNOWN = "host_unknown"
    HOST_REFUSED = "host_refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    SERVER = "server"
    NOT_UNDERSTOOD = "not_understood"


class TelegramTrouble(DeskError):
    """Telegram, or the way there, does not do as it should."""

    code = "telegram_trouble"

    def __init__(self, kind: Trouble, words: str = "", /, *, retry_after_s: float | None = None) -> None:
        self.kind = kind
        self.words = redacted(words)[:WORDS_CHARS]
        self.retry_after_s = retry_after_s
        super().__init__(f"{kind.value}: {self.words}" if self.words else kind.value)


def answered_trouble(code: int, description: str, retry_after_s: float | None = None) -> TelegramTrouble:
    """Return what a refusal of the Bot API means."""
    if code == 409:
        is_webhook = "webhook" in description
        return TelegramTrouble(Trouble.WEBHOOK_ELSEWHERE if is_webhook else Trouble.OTHER_POLLER, description)
    if code == 429:
        return TelegramTrouble(Trouble.FLOOD, description, retry_after_s=retry_after_s)
    # A token that is none at all is not found.
    if code == 401 or (code == 404 and description.strip() in ("Not Found", "")):
        return TelegramTrouble(Trouble.TOKEN_REFUSED, description)
    if code == 403:
        return TelegramTrouble(Trouble.BLOCKED, description)
    if code >= 500:
        return TelegramTrouble(Trouble.SERVER, description)
    return TelegramTrouble(Trouble.REFUSED, description)


def trouble_of(error: Exception) -> TelegramTrouble:
    """Return what a failed connection means."""
    if isinstance(error, TelegramTrouble):
        return error
    if isinstance(error, HostUnknown):
        return TelegramTrouble(Trouble.HOST_UNKNOWN)
    if isinstance(error, HostRefused):
        return TelegramTrouble(Trouble.HOST_REFUSED)
    if isinstance(error, ssl.SSLCertVerificationError):
        return TelegramTrouble(Trouble.CERTIFICATE, error.verify_message)
    if isinstance(error, TimeoutError):
        return TelegramTrouble(Trouble.TIMEOUT)
    if isinstance(error, OSError):
        return TelegramTrouble(Trouble.UNREACHABLE, type(error).__name__)
    return TelegramTrouble(Trouble.NOT_UNDERSTOOD, type(error).__name__)


def said(trouble: TelegramTrouble, *, language: str = i18n.DEFAULT) -> str:
    """Return what is wrong as a person would say it, followed by Telegram's own words."""
    told = i18n.text(language, f"bot.trouble.{trouble.kind.value}")
    return f"{told} ({trouble.words})" if trouble.words else told


def words_for(finding: Finding, language: str) -> str:
    """Return a finding as a person would say it, in a language."""
    return said(TelegramTrouble(Trouble(finding.code), finding.words), language=language)


def finding_of(trouble: TelegramTrouble, direction: Direction = Direction.IN) -> Finding:
    """Return trouble as a finding of a connection test."""
    return Finding(direction, trouble.kind.value, words=trouble.words)
