"""A real IMAP server, Dovecot, as an unprivileged throw-away on a free port of loopback."""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

PASSWORD: Final = "secret"  # noqa: S105  of a server that lives for a minute on loopback
NOBODY: Final = 65534
START_WITHIN_S: Final = 15.0
RENUMBER_TRIES: Final = 60
TEMPORARILY: Final = 75  # somebody holds the folder's lock

_numbers = itertools.count()

CONFIG: Final = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%n
mail_max_userip_connections = 50
recipient_delimiter = +
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Spam {{
    auto = subscribe
    special_use = \\Junk
  }}
  mailbox Archive {{
    auto = subscribe
    special_use = \\Archive
  }}
}}
{tokens}passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n allow_all_users=yes
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
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
protocol imap {{
  imap_logout_format = sent=%o
}}
"""

TOKENS: Final = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/tokens.conf.ext
}}
"""
INTROSPECTION: Final = """\
introspection_mode = get
introspection_url = {url}
username_attribute = email
active_attribute = active
active_value = true
"""


def is_installed() -> bool:
    """Say whether Dovecot can be started here."""
    return shutil.which("dovecot") is not None and _names() is not None


class Dovecot:
    """One server with a folder of its own. Any user signs in with PASSWORD and finds an empty mailbox.

    asks: where it asks about access tokens, an address to which the token is appended; none are taken without.
    """

    def __init__(self, *, asks: str = "") -> None:
        self.asks = asks
        self.folder = Path(tempfile.mkdtemp(prefix="imap-", dir="/tmp"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def config(self) -> Path:
        """Its configuration, for doveadm."""
        return self.folder / "dovecot.conf"

    @property
    def log(self) -> str:
        """What it has said so far."""
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def start(self) -> None:
        """Start it, or start it again after it was killed, and wait until it greets."""
        names = _names()
        assert names is not None
        user, group = names
        mechanisms = "plain login xoauth2 oauthbearer" if self.asks else "plain login"
        tokens = TOKENS.format(folder=self.folder) if self.asks else ""
        (self.folder / "tokens.conf.ext").write_text(INTROSPECTION.format(url=self.asks))
        text = CONFIG.format(
            folder=self.folder,
            port=self.port,
            password=PASSWORD,
            user=user,
            group=group,
            tokens=tokens,
            mechanisms=mechanisms,
        )
        self.config.write_text(text)
        shutil.rmtree(self.folder / "run", ignore_errors=True)  # "already running" otherwise
        _give_away(self.folder)
        command = [*_as_nobody(), "dovecot", "-F", "-c", str(self.config)]
        self._process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        self._await_greeting()

    def kill(self) -> None:
        """End it and all its children at once, as a lost machine would."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Stop all of it in its tracks: connections stay open and nothing answers."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def maildir(self, user: str) -> Path:
        """Return where the mails of a user's inbox lie."""
        return self.folder / "mail" / user

    def put(self, user: str, mails: Iterable[bytes]) -> None:
        """Lay mails into an inbox as a delivery agent does: whole or not at all, in their order, whether it runs or not."""
        new = self.maildir(user) / "new"
        if not new.exists():
            for folder in (self.maildir(user), new, new.parent / "cur", new.parent / "tmp"):
                folder.mkdir(parents=True, exist_ok=True)
            _give_away(self.maildir(user))
        for mail in mails:
            seconds, nanos = divmod(time.time_ns(), 10**9)
            name = f"{seconds}.M{nanos // 1000:06d}P{os.getpid()}Q{next(_numbers)}.peer"
            there = new.parent / "tmp" / name
            there.write_bytes(mail)
            _give(there)
            there.rename(new / name)

    def renumber(self, user: str, validity: int, *, folder: str = "INBOX") -> None:
        """Give a folder another UIDVALIDITY; whoever has it open is disconnected."""
        update = ["mailbox", "update", "-u", user, "--uid-validity", str(validity), folder]
        command = [*_as_nobody(), "doveadm", "-c", str(self.config), *update]
        for _ in range(RENUMBER_TRIES):
            done = subprocess.run(command, check=False, capture_output=True)
            if done.returncode != TEMPORARILY:
                break
            time.sleep(0.3)
        assert done.returncode == 0, done.stderr

    def _await_greeting(self) -> None:
        deadline = time.monotonic() + START_WITHIN_S
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0) as greeted:
                greeted.settimeout(2.0)
                if greeted.recv(64).startswith(b"* OK"):
                    return
            time.sleep(0.02)
        raise RuntimeError(f"Dovecot did not start:\n{self.log}")


def free_port() -> int:
    """Return a port of loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _names() -> tuple[str, str] | None:
    """Return the user and group Dovecot runs as: nobody for root, else whoever runs the tests."""
    if os.geteuid() == 0:
        return ("nobody", "nogroup") if shutil.which("setpriv") else None
    return str(os.geteuid()), str(os.getegid())


def _as_nobody() -> list[str]:
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            _give(path)


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        with contextlib.suppress(FileNotFoundError):
            os.chown(path, NOBODY, NOBODY)
