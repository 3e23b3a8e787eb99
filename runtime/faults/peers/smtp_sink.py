"""A mail server that keeps what it is given and fails as it is told; nothing ever leaves it."""

import asyncio
import base64
import email.policy
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP: Final = "drop"  # close the connection instead of answering
HANG: Final = "hang"  # answer only when the sink is told to go on


@dataclass(frozen=True, slots=True)
class Kept:
    """One mail as it was handed over."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.data, policy=email.policy.default)

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def html(self) -> str:
        part = self.mail.get_body(("html",))
        assert part is not None
        return str(part.get_content())


@dataclass(slots=True)
class Fault:
    """Answer `verb` so, as often as `times` says; only about `recipient` when one is named."""

    verb: str
    answer: str
    times: int = 1
    recipient: str = ""


@dataclass(slots=True)
class Sink:
    """What it got and how it will fail. Verbs: CONNECT, MAIL, RCPT, DATA (the command), BODY (in the middle), DOT."""

    port: int = 0
    kept: list[Kept] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    connections: int = 0
    logins: list[str] = field(default_factory=list)
    busy: int = 0
    most_at_once: int = 0
    pause_s: float = 0.0
    wants_login: bool = False
    go_on: threading.Event = field(default_factory=threading.Event)

    def fail(self, verb: str, answer: str, *, times: int = 1, recipient: str = "") -> None:
        self.faults.append(Fault(verb, answer, times, recipient))

    def fault(self, verb: str, recipient: str = "") -> str:
        for one in self.faults:
            if one.verb == verb and one.times > 0 and one.recipient in ("", recipient):
                one.times -= 1
                return one.answer
        return ""

    def wait_for(self, count: int, *, timeout_s: float = 10.0) -> list[Kept]:
        deadline = time.monotonic() + timeout_s
        while len(self.kept) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        return list(self.kept)


class _Server(SMTP):
    """aiosmtpd's server, able to drop a connection in the middle of a mail."""

    line_length_limit = 2_000

    def __init__(self, *args: Any, sink: Sink, **options: Any) -> None:
        self._sink = sink
        super().__init__(*args, **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sink.connections += 1
        super().connection_made(transport)
        if self._sink.fault("CONNECT") == DROP:
            self.drop()

    def drop(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def smtp_DATA(self, arg: str) -> None:
        fault = self._sink.fault("DATA")
        if fault == DROP:
            return self.drop()
        if fault:
            await self.push(fault)
            return None
        if self._sink.fault("BODY") == DROP:
            await self.push("354 go ahead")
            await self._reader.readuntil(b"\r\n")
            return self.drop()
        await super().smtp_DATA(arg)
        return None


class _Handler:
    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    async def handle_MAIL(
        self, server: _Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._sink.fault("MAIL")
        if self._sink.wants_login and not session.authenticated:
            answer = "530 5.7.0 Authentication required"
        if not answer:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return await self._answer(server, answer)

    async def handle_RCPT(
        self, server: _Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._sink.fault("RCPT", address)
        if not answer:
            envelope.rcpt_tos.append(address)
        return await self._answer(server, answer)

    async def handle_DATA(self, server: _Server, session: Session, envelope: Envelope) -> str:
        answer = self._sink.fault("DOT")
        if answer in ("", DROP, HANG):  # taken before anything else can happen, as a good server does
            assert isinstance(envelope.content, bytes)
            self._sink.kept.append(Kept(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        self._sink.busy += 1
        self._sink.most_at_once = max(self._sink.most_at_once, self._sink.busy)
        try:
            await asyncio.sleep(self._sink.pause_s)
        finally:
            self._sink.busy -= 1
        return await self._answer(server, answer)

    async def _answer(self, server: _Server, answer: str) -> str:
        if answer == DROP:
            server.drop()
        if answer == HANG:
            while not self._sink.go_on.is_set():
                await asyncio.sleep(0.02)
        return "250 2.0.0 Ok: queued as 4F1C" if answer in ("", DROP, HANG) else answer


class _Door(Controller):
    def __init__(self, sink: Sink, **options: Any) -> None:
        self._sink = sink
        super().__init__(_Handler(sink), hostname="127.0.0.1", port=sink.port, **options)

    def factory(self) -> _Server:
        return _Server(self.handler, sink=self._sink, **self.SMTP_kwargs)


@contextmanager
def running_sink(
    *,
    user: str = "",
    password: str = "",
    token: Callable[[str], bool] | None = None,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    max_bytes: int = 33_554_432,
    port: int = 0,
    refusal: str = "535 5.7.8 Authentication credentials invalid",
) -> Iterator[Sink]:
    """Serve on a free loopback port. user, password: who may sign in; token: says whether an access token is good."""
    sink = Sink(port=port or free_port())

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        if isinstance(data, LoginPassword):
            good = (data.login.decode(), data.password.decode()) == (user, password)
            sink.logins.append(data.login.decode())
            return AuthResult(success=good, handled=good, message=None if good else refusal)
        return AuthResult(success=False, handled=False)

    options: dict[str, Any] = {"enable_SMTPUTF8": True, "data_size_limit": max_bytes, "timeout": 30}
    if user:
        options |= {"authenticator": authenticate, "auth_require_tls": False}
    if starttls is not None:
        options |= {"tls_context": starttls, "require_starttls": True}
    if token is not None:
        options |= {"auth_require_tls": False}
    sink.wants_login = bool(user or token)
    door = _OAuthDoor(sink, token, ssl_context=tls, **options) if token else _Door(sink, ssl_context=tls, **options)
    door.start()
    sink.connections = 0  # the controller tries its own door
    try:
        yield sink
    finally:
        sink.go_on.set()
        door.stop()


class _OAuthServer(_Server):
    """Knows XOAUTH2 alone."""

    def __init__(self, *args: Any, token: Callable[[str], bool], **options: Any) -> None:
        self._token = token
        super().__init__(*args, **options)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        said = base64.b64decode(args[1]).decode()
        user, _, rest = said.removeprefix("user=").partition("\x01")
        good = self._token(rest.removeprefix("auth=Bearer ").rstrip("\x01"))
        self._sink.logins.append(user)
        return AuthResult(success=good, handled=False, message=None if good else "535 5.7.8 token expired")


class _OAuthDoor(_Door):
    def __init__(self, sink: Sink, token: Callable[[str], bool], **options: Any) -> None:
        self._token = token
        super().__init__(sink, **options)

    def factory(self) -> _Server:
        return _OAuthServer(self.handler, sink=self._sink, token=self._token, **self.SMTP_kwargs)


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
