"""What can be wrong with a mail server or its settings, by a name that has a text in every language."""

import ssl
from enum import StrEnum

from helpdesk import i18n
from helpdesk.errors import DeskError
from helpdesk.outside import HostRefused, HostUnknown

WORDS_CHARS = 300


class Trouble(StrEnum):
    """What is wrong; each is a key below `mailbox.trouble` in helpdesk/texts."""

    HOST_UNKNOWN = "host_unknown"
    HOST_REFUSED = "host_refused"
    CONNECTION_REFUSED = "connection_refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    WRONG_SECURITY = "wrong_security"
    TLS_NOT_OFFERED = "tls_not_offered"
    PLAIN_REFUSED = "plain_refused"
    LOGIN_REFUSED = "login_refused"
    APP_PASSWORD = "app_password"  # noqa: S105  names a kind of trouble
    LOGIN_NOT_OFFERED = "login_not_offered"
    OAUTH_EXPIRED = "oauth_expired"
    OAUTH_UNAVAILABLE = "oauth_unavailable"
    FROM_REFUSED = "from_refused"
    RELAY_DENIED = "relay_denied"
    FOLDER_MISSING = "folder_missing"
    NOT_UNDERSTOOD = "not_understood"


class MailTrouble(DeskError):
    """A mail server cannot be used as it is set up."""

    code = "mail_trouble"

    def __init__(self, kind: Trouble, words: str = "", /, **params: object) -> None:
        self.kind = kind
        self.words = words[:WORDS_CHARS]
        super().__init__(f"{kind.value}: {self.words}" if self.words else kind.value, **params)


def trouble_of(error: Exception, *, host: str, port: int) -> MailTrouble:
    """Return what a failed connection means."""
    where = {"host": host, "port": port}
    if isinstance(error, MailTrouble):
        return error
    if isinstance(error, HostUnknown):
        return MailTrouble(Trouble.HOST_UNKNOWN, **where)
    if isinstance(error, HostRefused):
        return MailTrouble(Trouble.HOST_REFUSED, **where)
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailTrouble(Trouble.CERTIFICATE, error.verify_message, **where)
    if isinstance(error, ssl.SSLError):
        return MailTrouble(Trouble.WRONG_SECURITY, error.reason or "", **where)
    if isinstance(error, TimeoutError):
        return MailTrouble(Trouble.TIMEOUT, **where)
    if isinstance(error, ConnectionRefusedError):
        return MailTrouble(Trouble.CONNECTION_REFUSED, **where)
    if isinstance(error, OSError):
        return MailTrouble(Trouble.UNREACHABLE, str(error), **where)
    return MailTrouble(Trouble.NOT_UNDERSTOOD, str(error), **where)


def said(trouble: MailTrouble, *, language: str = i18n.DEFAULT) -> str:
    """Return what is wrong as a person would say it, followed by the server's own words."""
    named = {"host": "", "port": "", "folder": "", **trouble.fields}
    told = i18n.text(language, f"mailbox.trouble.{trouble.kind.value}", **named)
    return f"{told} ({trouble.words})" if trouble.words else told
