"""One request to an address somebody gave us: only where the desk may go, over TLS, no redirects, bounded in all ways."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from helpdesk import outside
from helpdesk.config import LOOPBACK
from helpdesk.errors import DeskError, Invalid

TIMEOUT_S: Final = 10.0  # of each step
DEADLINE_S: Final = 20.0  # of the whole
MOST_ANSWER_BYTES: Final = 4096
MAX_URL_CHARS: Final = 1000


class AddressRefused(Invalid):
    """The desk does not send to this address: it takes https addresses of hosts it may reach."""


class NotSent(Exception):
    """The request certainly was not taken."""


class Unanswered(Exception):
    """The request went out and nobody can know whether it was taken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; only so many of the first bytes of the body, 4096 unless asked for more. retry_after_s: when to come back, if it says so."""

    status: int
    body: str
    retry_after_s: int | None = None

    @property
    def is_good(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300


def checked(url: str) -> str:
    """Return an address if the desk may send to it; AddressRefused says what is wrong with it."""
    parts = _parts(url)
    try:
        outside.resolve(parts.hostname or "", parts.port or 443)
    except DeskError as error:
        raise AddressRefused(reason=error.code) from None
    return url


def host_of(url: str) -> str:
    """Return the host of an address that was checked."""
    return urlsplit(url).hostname or ""


def post(url: str, body: bytes, *, headers: Mapping[str, str], most_bytes: int = MOST_ANSWER_BYTES) -> Answer:
    """Send a request and return its answer, within 20 s; AddressRefused, NotSent or Unanswered when there is none."""
    return _exchange("POST", url, body, headers, most_bytes)


def get(url: str, *, headers: Mapping[str, str], most_bytes: int = MOST_ANSWER_BYTES) -> Answer:
    """Ask for what is at an address, bounded like `post`."""
    return _exchange("GET", url, None, headers, most_bytes)


def _exchange(verb: str, url: str, body: bytes | None, headers: Mapping[str, str], most_bytes: int) -> Answer:
    parts = _parts(url)
    try:
        found = _connected(parts)
    except DeskError as error:
        raise AddressRefused(reason=error.code) from None
    except OSError as error:
        raise NotSent(_word(error)) from None
    guard = threading.Timer(DEADLINE_S, _cut, [found])
    guard.daemon = True
    guard.start()
    try:
        return _asked(found, parts, verb, body, headers, most_bytes)
    finally:
        guard.cancel()
        found.close()


def tls_context() -> ssl.SSLContext:
    """Return the context of connections to others."""
    return ssl.create_default_context()


def _parts(url: str) -> SplitResult:
    if (
        len(url) > MAX_URL_CHARS
        or not url.isascii()
        or not url.isprintable()
        or any(char in url for char in ' "<>\\^`{|}')
    ):
        raise AddressRefused(reason="not_an_address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(reason="not_an_address") from None
    if not parts.hostname or parts.username is not None or parts.password is not None or port == 0:
        raise AddressRefused(reason="not_an_address")
    # Without TLS only to this very machine, where the desk itself is not reached from elsewhere.
    is_plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if parts.scheme != "https" and not is_plain:
        raise AddressRefused(reason="not_https")
    return parts


def _connected(parts: SplitResult) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    bare = outside.connect(host, port, timeout_s=TIMEOUT_S)
    try:
        bare.settimeout(TIMEOUT_S)
        secured = tls_context().wrap_socket(bare, server_hostname=host) if parts.scheme == "https" else bare
    except (OSError, ValueError):
        bare.close()
        raise
    # The name is only said in the request: the connection is the one to the address that was checked.
    found = http.client.HTTPConnection(host, port)
    found.sock = secured
    return found


def _asked(
    found: http.client.HTTPConnection,
    parts: SplitResult,
    verb: str,
    body: bytes | None,
    headers: Mapping[str, str],
    most_bytes: int,
) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        found.request(
            verb, path, body, {**headers, "host": parts.netloc, "user-agent": "Helpdesk", "connection": "close"}
        )
        answer = found.getresponse()
        text = answer.read(most_bytes).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unanswered(_word(error)) from None
    after = answer.headers.get("retry-after", "")
    return Answer(answer.status, text, int(after) if after.isdigit() and len(after) < 7 else None)


def _cut(found: http.client.HTTPConnection) -> None:
    if isinstance(found.sock, socket.socket):
        try:
            found.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _word(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
