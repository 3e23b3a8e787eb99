"""A throw-away Dovecot with one mailbox, for measuring against a real server."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from helpdesk.errors import Unavailable

USER: Final = "support"
PASSWORD: Final = "secret"  # noqa: S105  of a server that lives for a minute on loopback
CONFIG: Final = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
protocol imap {{
  imap_logout_format = sent=%o
}}
"""


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A running server: any client signs in as USER with PASSWORD."""

    folder: Path
    port: int

    def put(self, mails: Iterable[bytes]) -> int:
        """Lay mails into the inbox as a delivery agent does, and return their size together."""
        new, total = self.folder / "mail" / USER / "new", 0
        for folder in (new, new.parent / "cur", new.parent / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        for number, mail in enumerate(mails):
            (new / f"1772442000.M{number:07d}P1.bench").write_bytes(mail)
            total += len(mail)
        _give_away(self.folder)
        return total

    def bytes_sent(self) -> int:
        """Return how much was sent to those who have signed off."""
        log = (self.folder / "dovecot.log").read_text(errors="replace")
        return sum(int(sent) for sent in re.findall(r"sent=(\d+)", log))


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run Dovecot on a free port; Unavailable where it is not installed."""
    if shutil.which("dovecot") is None:
        raise Unavailable("This measures against Dovecot; install it first (package dovecot-imapd).")
    folder = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))
    server = ImapServer(folder, _free_port())
    user, group = ("nobody", "nogroup") if os.geteuid() == 0 else (str(os.geteuid()), str(os.getegid()))
    config = folder / "dovecot.conf"
    config.write_text(CONFIG.format(folder=folder, port=server.port, password=PASSWORD, user=user, group=group))
    server.put([])
    process = subprocess.Popen([*_as_nobody(), "dovecot", "-F", "-c", str(config)])
    try:
        _wait_for(server.port)
        yield server
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Unavailable("Dovecot did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _as_nobody() -> list[str]:
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
