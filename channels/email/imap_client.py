"""The library's client, with a wait that another thread can end and that misses nothing already read."""

import imaplib
import os
import select
import socket
import ssl
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS, wrap_socket

from helpdesk import outside
from helpdesk.mailboxes import MailServer, Security


class _Plain(IMAP4WithTimeout):  # type: ignore[misc]  # the library ships no types
    """Connects only to what the desk may reach."""

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return outside.connect(self.host, self.port, timeout_s=self._timeout)


class _Tls(IMAP4_TLS):  # type: ignore[misc]
    """Connects only to what the desk may reach, by TLS."""

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        plain = outside.connect(self.host, self.port, timeout_s=self._timeout)
        try:
            protected: socket.socket = wrap_socket(plain, self.ssl_context, self.host)
        except BaseException:
            plain.close()
            raise
        return protected


class WakeableClient(IMAPClient):  # type: ignore[misc]  # the library ships no types
    """An IMAPClient whose idle_check also returns when `wake` was called."""

    def __init__(
        self, server: MailServer, *, connect_s: float, read_s: float, context: ssl.SSLContext | None = None
    ) -> None:
        self._wake_r, self._wake_w = os.pipe()
        os.set_blocking(self._wake_r, False)
        os.set_blocking(self._wake_w, False)
        self._may_be_buffered = False
        try:
            super().__init__(
                server.host,
                server.port,
                ssl=server.security is Security.TLS,
                ssl_context=context,
                timeout=SocketTimeout(connect=connect_s, read=read_s),
            )
        except BaseException:
            self.release()
            raise
        self.normalise_times = False
        # The library asks for all that is said at its loudest and hands it to a logger nobody listens to: each mail would
        # be written out as text once more, twice.
        self._imap.debug = 0
        self.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def idle(self) -> None:
        """Begin to wait; what came in one packet with the server's answer lies in the reader's buffer already."""
        super().idle()
        self._may_be_buffered = True

    def wake(self) -> None:
        """End a wait, from any thread."""
        try:
            os.write(self._wake_w, b"!")
        except OSError:
            return

    def sleep(self, timeout_s: float) -> None:
        """Wait without IDLE until woken, at most timeout_s."""
        poll = select.poll()
        poll.register(self._wake_r, select.POLLIN)
        poll.poll(timeout_s * 1000)
        self.was_woken()

    def was_woken(self) -> bool:
        """Say whether somebody called `wake` since the last time this was asked."""
        try:
            return bool(os.read(self._wake_r, 4096))
        except OSError:
            return False

    def was_told_of_mail(self) -> bool:
        """Say whether an answer to any command spoke of new mail since the last time this was asked."""
        # The library keeps them beside the answer that was asked for, and nobody else reads these.
        said: dict[str, list[Any]] = self._imap.untagged_responses
        return bool(said.pop("EXISTS", None))

    def release(self) -> None:
        """Let go of the pipe; the last thing to do."""
        for end in (self._wake_r, self._wake_w):
            try:
                os.close(end)
            except OSError:
                continue

    def _create_IMAP4(self) -> imaplib.IMAP4:
        if self.ssl:
            return _Tls(self.host, self.port, self.ssl_context, self._timeout.connect)
        return _Plain(self.host, self.port, self._timeout.connect)

    def _poll_socket(self, sock: socket.socket, timeout: float | None = None) -> Any:  # truthy: something to read
        if self._may_be_buffered:
            # Reading is harmless when nothing is there: the socket does not block meanwhile.
            self._may_be_buffered = False
            return True
        poll = select.poll()
        poll.register(sock.fileno(), select.POLLIN)
        poll.register(self._wake_r, select.POLLIN)
        return poll.poll(None if timeout is None else timeout * 1000)


def close_socket(client: IMAPClient) -> None:
    """Close a connection without a word, however broken it is."""
    try:
        client.shutdown()
    except (imaplib.IMAP4.error, OSError, AttributeError):
        return
