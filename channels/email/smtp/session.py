"""One mail through one connection, in phases: only the wait after the final dot leaves a doubt."""

import re
import select
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import Final

from channels.email.smtp.connection import COMMAND_TIMEOUT_S, Wire, words_of
from helpdesk.crash import crash_point
from helpdesk.errors import DeliveryError, Outcome

BODY_TIMEOUT_S: Final = 180.0
FINAL_TIMEOUT_S: Final = 600.0  # RFC 5321, 4.5.3.2.6
WORDS_CHARS: Final = 400

_line_end = re.compile(rb"\r\n|\r|\n")
_leading_dot = re.compile(rb"(?m)^\.")
_unsafe = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is handed over: from, to, and the whole mail. sender: "" is the null return path."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


class GoneStale(DeliveryError):
    """The connection had ended before anything of this mail was said."""


class SmtpSession:
    """A signed-in connection; not for several threads at once, and of no use after an error."""

    def __init__(self, wire: Wire, *, final_timeout_s: float = FINAL_TIMEOUT_S) -> None:
        self._wire = wire
        self._final_timeout_s = final_timeout_s
        self.sent = 0

    def send(self, envelope: Envelope) -> str:
        """Hand over a mail to all of its recipients or to none and return the server's words.

        Raises DeliveryError: not_sent until the final dot and for every 4xx, rejected for 5xx, unknown after the dot.
        """
        data = _on_the_wire(envelope.data)
        self._mail(envelope, size=len(data))
        for recipient in envelope.recipients:
            self._command(f"RCPT TO:<{self._path(recipient)}>", about=recipient)
        self._command("DATA", expected=354)
        self._body(data)
        words = self._final_dot()
        self.sent += 1
        return words

    def verify(self, *, sender: str, recipient: str) -> None:
        """Ask whether a mail from and to these would be taken, and send nothing."""
        self._command(f"MAIL FROM:<{self._path(sender)}>")
        self._command(f"RCPT TO:<{self._path(recipient)}>", about=recipient)
        self._command("RSET")

    def abandon(self) -> None:
        """Hang up without a word: in the middle of a mail even QUIT would be part of it."""
        self._wire.close()

    def close(self) -> None:
        """Say goodbye if the other side still listens."""
        try:
            if self._wire.sock is not None:
                self._wire.sock.settimeout(2.0)
            self._wire.quit()
        except (smtplib.SMTPException, OSError):
            self._wire.close()

    def _mail(self, envelope: Envelope, *, size: int) -> None:
        limit = self._wire.esmtp_features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < size:
            raise DeliveryError(f"552 This mail has {size} bytes; the server takes {limit}.", outcome=Outcome.REJECTED)
        options = f" SIZE={size}" if self._wire.has_extn("size") else ""
        if not all(path.isascii() for path in map(self._path, (envelope.sender, *envelope.recipients))):
            options += " SMTPUTF8 BODY=8BITMIME"
        command = f"MAIL FROM:<{self._path(envelope.sender)}>{options}"
        try:
            self._command(command)
        except DeliveryError as error:
            if error.outcome is Outcome.NOT_SENT and self.sent:
                raise GoneStale(error.detail, outcome=Outcome.NOT_SENT) from error
            raise

    def _path(self, address: str) -> str:
        """Return an address as it may stand in a command; a hostile one must never become a second command."""
        local, at, domain = address.rpartition("@")
        if _unsafe.search(address) or (address and not (local and at and domain)):
            raise DeliveryError(f"{address!r} is no address a mail can be sent to.", outcome=Outcome.REJECTED)
        if local.isascii():
            try:
                return f"{local}{at}{domain.encode('idna').decode()}" if not domain.isascii() else address
            except UnicodeError:
                raise DeliveryError(f"{domain!r} is no domain.", outcome=Outcome.REJECTED) from None
        if not self._wire.has_extn("smtputf8"):
            raise DeliveryError(
                f"The mail server cannot send to {address}: letters beyond ASCII before the @.",
                outcome=Outcome.REJECTED,
            )
        return address

    def _command(self, command: str, *, expected: int = 250, about: str = "") -> None:
        try:
            assert self._wire.sock is not None
            self._wire.sock.settimeout(COMMAND_TIMEOUT_S)
            self._wire.sock.sendall(f"{command}\r\n".encode())
            code, reply = self._wire.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise _lost(error) from error
        if code == expected or (expected == 250 and 200 <= code < 300):
            return
        raise _refused(code, reply, about=about)

    def _body(self, data: bytes) -> None:
        try:
            assert self._wire.sock is not None
            self._wire.sock.settimeout(BODY_TIMEOUT_S)
            self._wire.sock.sendall(data)
            _require_open(self._wire.sock)
        except OSError as error:
            raise _lost(error) from error
        crash_point("smtp.before_dot")

    def _final_dot(self) -> str:
        try:
            assert self._wire.sock is not None
            self._wire.sock.settimeout(self._final_timeout_s)
            self._wire.sock.sendall(b".\r\n")
            crash_point("smtp.after_dot")
            code, reply = self._wire.getreply()
        except (smtplib.SMTPException, OSError) as error:
            words = f"The connection was lost after the whole mail had been handed over: {_said(error)}"
            raise DeliveryError(words[:WORDS_CHARS], outcome=Outcome.UNKNOWN) from error
        if 200 <= code < 300:
            return words_of(code, reply)[:WORDS_CHARS]
        if code < 400 or code > 599:
            raise DeliveryError(words_of(code, reply)[:WORDS_CHARS], outcome=Outcome.UNKNOWN)
        raise _refused(code, reply)


def _require_open(sock: socket.socket) -> None:
    """Raise ConnectionResetError if the other side has hung up already; TLS hides that until something is read."""
    if (
        not isinstance(sock, ssl.SSLSocket)
        and select.select([sock], [], [], 0)[0]
        and not sock.recv(1, socket.MSG_PEEK)
    ):
        raise ConnectionResetError("closed by the server")


def _on_the_wire(data: bytes) -> bytes:
    """Return a mail with CRLF line ends only and its leading dots doubled, so that nothing in it ends it."""
    lines = _leading_dot.sub(b"..", _line_end.sub(b"\r\n", data))
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def _refused(code: int, reply: bytes, *, about: str = "") -> DeliveryError:
    words = words_of(code, reply)
    if about and about.lower() not in words.lower():
        words = f"{words} <{about}>"
    # 530, 534, 535, 538: it is us who are not signed in (any more); the mail itself was not looked at.
    is_final = 500 <= code < 600 and code not in (530, 534, 535, 538)
    return DeliveryError(words[:WORDS_CHARS], outcome=Outcome.REJECTED if is_final else Outcome.NOT_SENT)


def _lost(error: Exception) -> DeliveryError:
    words = f"The connection was lost before the mail was handed over: {_said(error)}"
    return DeliveryError(words[:WORDS_CHARS], outcome=Outcome.NOT_SENT)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
