"""A connection to a submission server: opened, protected, signed in."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from channels.email.config import MailServer, Security
from channels.email.trouble import MailTrouble, Trouble, trouble_of
from helpdesk import outside
from helpdesk.errors import DeskError

CONNECT_TIMEOUT_S: Final = 30.0  # for the greeting too, which some servers hold back
COMMAND_TIMEOUT_S: Final = 60.0
TLS_PORTS: Final = (465, 993)
APP_PASSWORD_WORDS: Final = ("application-specific", "app password", "app-password", "webloginrequired", "5.7.9")


@dataclass(frozen=True, slots=True)
class Login:
    """As whom to sign in, by a password or by an OAuth2 access token; nobody when both are empty."""

    username: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


class Wire(smtplib.SMTP):
    """smtplib's commands over a connection that was checked and wrapped by us."""

    def __init__(self, server: MailServer, *, name: str) -> None:
        self._server = server
        super().__init__(server.host, server.port, local_hostname=name, timeout=CONNECT_TIMEOUT_S)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = outside.connect(host, port, timeout_s=timeout)
        if self._server.security is not Security.TLS:
            return plain
        try:
            return tls_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise


@cache
def tls_context() -> ssl.SSLContext:
    """Return what every TLS connection to a mail server is checked by."""
    return ssl.create_default_context()


def open_wire(server: MailServer, login: Login, *, name: str) -> Wire:
    """Connect, protect and sign in; MailTrouble says what is wrong. name: who we say we are (EHLO)."""
    if not server.host:
        raise MailTrouble(Trouble.HOST_UNKNOWN, host="", port=server.port)
    require_protection(server)
    try:
        wire = Wire(server, name=name)
    except smtplib.SMTPResponseException as error:
        raise MailTrouble(Trouble.NOT_UNDERSTOOD, words_of(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, DeskError, OSError) as error:
        raise _trouble_of_opening(error, server) from error
    try:
        _prepare(wire, server, login)
    except BaseException:
        wire.close()
        raise
    return wire


def require_protection(server: MailServer) -> None:
    """Raise MailTrouble when a password would travel unprotected beyond this machine."""
    if server.security is not Security.NONE or outside.allows_plain_mail() or outside.is_loopback(server.host):
        return
    raise MailTrouble(Trouble.PLAIN_REFUSED, host=server.host, port=server.port)


def words_of(code: int, reply: bytes | str) -> str:
    """Return a server's answer on one line, as it said it."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(text.split())}"


def _prepare(wire: Wire, server: MailServer, login: Login) -> None:
    assert wire.sock is not None
    wire.sock.settimeout(COMMAND_TIMEOUT_S)
    try:
        wire.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            if not wire.has_extn("starttls"):
                raise MailTrouble(Trouble.TLS_NOT_OFFERED, host=server.host, port=server.port)
            wire.starttls(context=tls_context())
            wire.ehlo_or_helo_if_needed()
        if login.username and (login.password or login.token):
            sign_in(wire, login)
    except smtplib.SMTPResponseException as error:
        raise MailTrouble(Trouble.NOT_UNDERSTOOD, words_of(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise _trouble_of_opening(error, server) from error


def sign_in(wire: Wire, login: Login) -> None:
    """Sign in by the first way both sides know; MailTrouble when the server will not have it."""
    offered = wire.esmtp_features.get("auth", "").upper().split()
    ways: dict[str, Callable[[Wire, Login], tuple[int, bytes]]] = (
        {"XOAUTH2": _xoauth2} if login.token else {"PLAIN": _plain, "LOGIN": _login}
    )
    for name, way in ways.items():
        if name in offered:
            code, reply = way(wire, login)
            if code not in (235, 503):
                raise _refused(code, reply)
            return
    raise MailTrouble(Trouble.LOGIN_NOT_OFFERED, " ".join(offered))


def _plain(wire: Wire, login: Login) -> tuple[int, bytes]:
    return wire.docmd("AUTH", "PLAIN " + _base64(f"\0{login.username}\0{login.password}"))


def _login(wire: Wire, login: Login) -> tuple[int, bytes]:
    code, reply = wire.docmd("AUTH", "LOGIN")
    for part in (login.username, login.password):
        if code == 334:
            code, reply = wire.docmd(_base64(part))
    return code, reply


def _xoauth2(wire: Wire, login: Login) -> tuple[int, bytes]:
    response = f"user={login.username}\x01auth=Bearer {login.token}\x01\x01"
    code, reply = wire.docmd("AUTH", "XOAUTH2 " + _base64(response))
    return wire.docmd("") if code == 334 else (code, reply)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _refused(code: int, reply: bytes) -> MailTrouble:
    words = words_of(code, reply)
    if any(sign in words.lower() for sign in APP_PASSWORD_WORDS):
        return MailTrouble(Trouble.APP_PASSWORD, words)
    return MailTrouble(Trouble.LOGIN_REFUSED, words)


def _trouble_of_opening(error: Exception, server: MailServer) -> MailTrouble:
    found = trouble_of(error, host=server.host, port=server.port)
    speaks_tls = server.port in TLS_PORTS and server.security is not Security.TLS
    if speaks_tls and (found.kind is Trouble.TIMEOUT or isinstance(error, smtplib.SMTPServerDisconnected)):
        return MailTrouble(Trouble.WRONG_SECURITY, host=server.host, port=server.port)
    return found
