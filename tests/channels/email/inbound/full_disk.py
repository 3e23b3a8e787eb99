"""A desk whose disk fills up while mail comes; run by its test in a mount namespace of its own, so that it can mount."""

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Final

from helpdesk import db, queue, secrets, storage
from helpdesk.config import Config
from tests.channels.email.inbound.mailrooms import becomes_true, count, is_begun, open_mailbox, subjects, taking_in
from tests.channels.email.inbound.mails import mail
from tests.peers.dovecot import Dovecot
from tests.peers.imap import Box
from tests.templates import make_template

SIZE: Final = "24m"
CHUNK: Final = b"\1" * 65_536
WORDS: Final = "word " * 8_000


def main(folder: Path, port: int, user: str) -> None:
    """Mount a small disk, take mail in there, fill it, free it; AssertionError where a promise is broken."""
    disk = folder / "data"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], check=True)
    config = Config(data_dir=disk)
    make_template(disk / "helpdesk.sqlite3")
    db.connect(config.resolved_database_url)
    storage.connect(disk / "files")
    secrets.configure(secrets.new_key())
    queue.disconnect()
    server = Dovecot.__new__(Dovecot)  # somebody else's, outside of this namespace
    server.port = port
    box = Box(server, user)
    channel = open_mailbox(box, after="seen")
    with taking_in(channel):
        assert becomes_true(lambda: is_begun(channel))
        box.append(mail("before"))
        assert becomes_true(lambda: subjects(channel) == ["before"])
        ballast = disk / "ballast"
        _fill(ballast)
        box.append(*(mail(f"full-{nth}", text=WORDS) for nth in range(120)))
        assert not becomes_true(lambda: len(subjects(channel)) == 121, within_s=8), "the disk never was full"
        unseen = _unseen(box)
        assert 121 - unseen <= count(channel), "marked as seen what is not stored"
        assert unseen > 0, "everything was confirmed though not everything could be stored"
        ballast.unlink()
        assert becomes_true(lambda: len(subjects(channel)) == 121, within_s=60), subjects(channel)
        assert subjects(channel) == ["before", *(f"full-{nth}" for nth in range(120))]
        assert becomes_true(lambda: _unseen(box) == 0)


def _unseen(box: Box) -> int:
    with box.session() as imap:
        return len(imap.search(None, "UNSEEN")[1][0].split())


def _fill(path: Path) -> None:
    """Write until nothing fits any more, not even a byte."""
    with path.open("ab", buffering=0) as file:
        for size in (len(CHUNK), 512, 1):
            with contextlib.suppress(OSError):
                while file.write(CHUNK[:size]):
                    pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
