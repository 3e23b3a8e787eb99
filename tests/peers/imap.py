"""Real IMAP servers for tests: Dovecot where it is installed, else pymap for what that can do."""

import contextlib
import imaplib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self
from uuid import uuid4

import pytest

from tests.peers.dovecot import PASSWORD, Dovecot, free_port, is_installed

START_WITHIN_S: Final = 20.0


class Pymap:
    """A small IMAP server in a process of its own; its one user is "demouser"."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it with an empty inbox."""
        program = shutil.which("pymap", path=str(Path(sys.executable).parent)) or "pymap"
        command = [program, "--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "--no-service", "admin"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([*command, "dict", "--demo-password", PASSWORD], **quiet)  # type: ignore[call-overload]
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0) as greeted:
                greeted.settimeout(2.0)
                if greeted.recv(64):
                    return
            time.sleep(0.05)
        raise RuntimeError("pymap did not start")

    def kill(self) -> None:
        """End it at once; its mails are gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


@dataclass(slots=True)
class Box:
    """One mailbox on a server, as its owner's own mail program would use it."""

    server: Dovecot | Pymap
    user: str
    host: str = "127.0.0.1"
    password: str = PASSWORD
    _open: list[imaplib.IMAP4] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where its server listens."""
        return self.server.port

    @property
    def dovecot(self) -> Dovecot:
        """Its server, where only Dovecot will do."""
        assert isinstance(self.server, Dovecot)
        return self.server

    def append(self, *mails: bytes, folder: str = "INBOX", when: str | None = None) -> None:
        """Put mails into a folder, in their order."""
        with self.session() as imap:
            for mail in mails:
                done, words = imap.append(folder, "", when, mail)
                assert done == "OK", words

    def subjects(self, folder: str = "INBOX") -> list[str]:
        """Return the subjects of the mails in a folder."""
        with self.session(folder) as imap:
            _, found = imap.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])") if self._count(imap) else ("", [])
            lines = [part[1].decode() for part in found if isinstance(part, tuple)]
            return [line.partition(":")[2].strip() for line in lines]

    def flags(self, folder: str = "INBOX") -> list[str]:
        """Return the flags of the mails in a folder."""
        with self.session(folder) as imap:
            _, found = imap.fetch("1:*", "(FLAGS)")
            return [
                part.decode().partition("FLAGS (")[2].partition(")")[0] for part in found if isinstance(part, bytes)
            ]

    def expunge(self, subject: str, folder: str = "INBOX") -> None:
        """Delete mails with this subject for good, as a person at another mail program may."""
        with self.session(folder) as imap:
            for number in imap.search(None, "SUBJECT", f'"{subject}"')[1][0].split():
                imap.store(number.decode(), "+FLAGS", r"(\Deleted)")
            imap.expunge()

    def create(self, folder: str) -> None:
        """Make a folder."""
        with self.session() as imap:
            imap.create(folder)

    @contextlib.contextmanager
    def session(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Sign in as the mailbox's owner, with a folder open."""
        imap = imaplib.IMAP4(self.host, self.server.port, timeout=15)
        try:
            imap.login(self.user, self.password)
            imap.select(folder)
            yield imap
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                imap.logout()
            with contextlib.suppress(OSError):
                imap.shutdown()  # which logout leaves out when nobody answers

    def _count(self, imap: imaplib.IMAP4) -> int:
        return int((imap.response("EXISTS")[1] or [b"0"])[0] or 0) or len(imap.search(None, "ALL")[1][0].split())


@pytest.fixture(scope="session")
def imap_server() -> Iterator[Dovecot | Pymap]:
    """A real server for all tests of the run: Dovecot, or pymap where it is missing."""
    if not is_installed():
        if os.environ.get("HELPDESK_TEST_REQUIRE_PEERS") == "1":
            pytest.fail("Dovecot is not installed here.")
        with Pymap() as small:
            yield small
        return
    with Dovecot() as server:
        yield server


@pytest.fixture
def box(imap_server: Dovecot | Pymap) -> Iterator[Box]:
    """An empty mailbox."""
    if isinstance(imap_server, Dovecot):
        yield Box(imap_server, f"u{uuid4().hex[:12]}")
        return
    with Pymap() as own:  # pymap has one user only
        yield Box(own, "demouser")


@pytest.fixture
def dovecot_box(imap_server: Dovecot | Pymap) -> Box:
    """An empty mailbox on a Dovecot that others use too."""
    if not isinstance(imap_server, Dovecot):
        pytest.skip("Dovecot is not installed here (apt-get install dovecot-imapd).")
    return Box(imap_server, f"u{uuid4().hex[:12]}")


@pytest.fixture
def own_dovecot(imap_server: Dovecot | Pymap) -> Iterator[Box]:
    """An empty mailbox on a Dovecot of its own, to be killed and frozen."""
    if not isinstance(imap_server, Dovecot):
        pytest.skip("Dovecot is not installed here (apt-get install dovecot-imapd).")
    with Dovecot() as server:
        yield Box(server, "support")
