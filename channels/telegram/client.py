"""A small client of the Bot API for taking in: one connection kept open, plain dicts, the token in no message."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlsplit

from channels.telegram.trouble import TelegramTrouble, Trouble, answered_trouble, trouble_of
from helpdesk import outside
from helpdesk.errors import DeskError

CONNECT_S: Final = 10.0
READ_S: Final = 30.0
MAX_ANSWER: Final = 30_000_000
CHUNK: Final = 262_144

Params = Mapping[str, Any]  # JSON


class BotClient:
    """Calls methods of one bot; for one thread at a time, but `abort` may come from any."""

    def __init__(self, api_url: str, token: str, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> None:
        self._url = urlsplit(api_url)
        self._token = token
        self._connect_s, self._read_s = connect_s, read_s
        self._connection: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()
        self._is_aborted = False

    def call(self, method: str, params: Params | None = None, *, read_s: float | None = None) -> Any:  # JSON
        """Call a method and return its result; TelegramTrouble says what went wrong."""
        body = json.dumps(params or {}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            answer = self._request("POST", f"/bot{self._token}/{method}", body, headers, read_s)
            data = answer.read(MAX_ANSWER + 1)
        except (OSError, http.client.HTTPException, DeskError) as error:
            self.close()
            raise trouble_of(error) from None
        if answer.will_close:
            self.close()
        return _result(answer.status, data)

    def fetch(self, file_path: str) -> Iterator[bytes]:
        """Yield the bytes of a file; its address has the token in it, so it goes nowhere else."""
        is_usable = False
        try:
            answer = self._request("GET", f"/file/bot{self._token}/{quote(file_path)}", None, {}, None)
            if answer.status != 200:
                raise answered_trouble(answer.status, answer.reason or "")
            while chunk := answer.read(CHUNK):
                yield chunk
            is_usable = not answer.will_close
        except (OSError, http.client.HTTPException, DeskError) as error:
            raise trouble_of(error) from None
        finally:
            # Who reads no further leaves the rest of the file where the next answer is looked for.
            if not is_usable:
                self.close()

    def abort(self) -> None:
        """End a call that waits, from any thread; the next call connects again."""
        with self._lock:
            self._is_aborted = True
            sock = self._connection.sock if self._connection is not None else None
            if sock is not None:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _request(
        self, verb: str, path: str, body: bytes | None, headers: Mapping[str, str], read_s: float | None
    ) -> http.client.HTTPResponse:
        wait_s = self._read_s if read_s is None else read_s
        # A kept connection may have been closed by the other side while nothing was said.
        is_fresh = self._connection is None
        self._is_aborted = False
        try:
            return self._ask(verb, path, body, headers, wait_s)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if is_fresh or self._is_aborted:
                raise
            return self._ask(verb, path, body, headers, wait_s)

    def _ask(
        self, verb: str, path: str, body: bytes | None, headers: Mapping[str, str], wait_s: float
    ) -> http.client.HTTPResponse:
        connection = self._opened()
        assert connection.sock is not None
        connection.sock.settimeout(wait_s)
        connection.request(verb, self._url.path.rstrip("/") + path, body, dict(headers))
        return connection.getresponse()

    def _opened(self) -> http.client.HTTPConnection:
        if self._connection is not None:
            return self._connection
        host = self._url.hostname or ""
        is_https = self._url.scheme == "https"
        port = self._url.port or (443 if is_https else 80)
        if not is_https and not outside.is_loopback(host):
            raise TelegramTrouble(Trouble.HOST_REFUSED)
        sock = outside.connect(host, port, timeout_s=self._connect_s)
        connection = http.client.HTTPConnection(host, port)
        connection.sock = _tls().wrap_socket(sock, server_hostname=host) if is_https else sock
        with self._lock:
            self._connection = connection
        return connection


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _result(status: int, data: bytes) -> Any:  # JSON
    try:
        answer = json.loads(data)
    except ValueError:
        kind = Trouble.SERVER if status >= 500 else Trouble.NOT_UNDERSTOOD
        raise TelegramTrouble(kind, f"HTTP {status}") from None
    if not isinstance(answer, dict):
        raise TelegramTrouble(Trouble.NOT_UNDERSTOOD, f"HTTP {status}")
    if answer.get("ok") is True:
        return answer.get("result")
    parameters = answer.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else None
    raise answered_trouble(
        int(answer.get("error_code") or status),
        str(answer.get("description") or ""),
        float(after) if isinstance(after, int | float) else None,
    )
