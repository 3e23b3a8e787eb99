"""A throw-away Dovecot with one mailbox, for measuring against a real server."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from helpdesk.errors import Unavailable
from runtime.faults.peers import dovecot
from runtime.faults.peers.dovecot import PASSWORD, Dovecot

__all__ = ["PASSWORD", "USER", "ImapServer", "imap_server"]

USER: Final = "support"


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A running server: any client signs in as USER with PASSWORD."""

    server: Dovecot

    @property
    def port(self) -> int:
        """Where it listens, on loopback."""
        return self.server.port

    def put(self, mails: Iterable[bytes]) -> int:
        """Lay mails into the inbox as a delivery agent does, and return their size together."""
        letters = list(mails)
        self.server.put(USER, letters)
        return sum(map(len, letters))

    def bytes_sent(self) -> int:
        """Return how much was sent to those who have signed off."""
        return sum(int(sent) for sent in re.findall(r"sent=(\d+)", self.server.log))


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run Dovecot on a free port; Unavailable where it is not installed."""
    if not dovecot.is_installed():
        raise Unavailable("This measures against Dovecot; install it first (package dovecot-imapd).")
    with Dovecot() as server:
        yield ImapServer(server)
