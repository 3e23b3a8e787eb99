"""What can go wrong on a connection to an IMAP server, as the few kinds that call for different answers."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from imapclient.exceptions import CapabilityError, LoginError

from channels.email.trouble import MailTrouble, Trouble, trouble_of
from helpdesk.errors import DeskError
from helpdesk.mailboxes import MailServer

WORDS: Final = 300
NOT_IMAP: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError)


class ImapTrouble(DeskError):
    """The mail server did not do what it was asked."""

    code = "imap"


class Dropped(ImapTrouble):
    """The connection broke or went silent; nothing on it can be believed any more."""

    code = "dropped"


class Refused(ImapTrouble):
    """The server said no to one command; the connection is still good."""

    code = "refused_command"


class Forged(Refused):
    """An argument has characters that would end the command it is part of; nothing was sent."""

    code = "forged"


@contextmanager
def connecting(server: MailServer) -> Iterator[None]:
    """Translate what fails while a connection is made into MailTrouble."""
    try:
        yield
    except (MailTrouble, ImapTrouble):
        raise
    except CapabilityError as error:
        raise MailTrouble(Trouble.TLS_NOT_OFFERED, host=server.host, port=server.port) from error
    except (imaplib.IMAP4.error, OSError, DeskError, *NOT_IMAP) as error:
        raise trouble_of(error, host=server.host, port=server.port) from error


@contextmanager
def talking() -> Iterator[None]:
    """Translate what fails on a connection that was good."""
    try:
        yield
    except (MailTrouble, ImapTrouble):
        raise
    except LoginError as error:
        raise MailTrouble(_refusal(str(error)), _words(error)) from error
    except (imaplib.IMAP4.abort, OSError) as error:
        raise Dropped(_words(error)) from error
    except imaplib.IMAP4.error as error:
        # After a line that was too long nobody knows where the next begins.
        kind = Dropped if "got more than" in str(error) else Refused
        raise kind(_words(error)) from error
    # An answer that is no IMAP surprises the library in many ways.
    except NOT_IMAP as error:
        raise Dropped(f"Answer not understood: {_words(error)}") from error


def _refusal(words: str) -> Trouble:
    said = words.lower()
    wants_own = "app password" in said or "application-specific" in said or "app-specific" in said
    return Trouble.APP_PASSWORD if wants_own else Trouble.LOGIN_REFUSED


def _words(error: BaseException) -> str:
    return f"{error}"[:WORDS] or type(error).__name__
