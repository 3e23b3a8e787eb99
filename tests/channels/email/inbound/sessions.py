"""Signed-in sessions for tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from channels.email.imap import ImapSession
from helpdesk.mailboxes import MailServer, Security
from tests.peers.imap import Box


def server_of(box: Box, *, port: int | None = None) -> MailServer:
    """Return a mailbox's server as its settings would name it; port: of a proxy before it."""
    return MailServer(box.host, port or box.port, Security.NONE, box.user)


@contextmanager
def signed_in(box: Box, *, port: int | None = None, read_s: float = 15.0) -> Iterator[ImapSession]:
    """Open a session on a mailbox."""
    with ImapSession(server_of(box, port=port), connect_s=5.0, read_s=read_s) as session:
        session.sign_in(box.user, box.password)
        yield session
