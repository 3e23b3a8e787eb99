"""What one more mailbox costs the gateway that looks after it: memory, and CPU while nothing comes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select

from helpdesk import db, outside, secrets
from helpdesk.actions.workspace.mailboxes import MailboxChanges, create_mailbox
from helpdesk.config import Config
from helpdesk.errors import Unavailable
from helpdesk.models.mail import MailFolder
from helpdesk.permissions import SYSTEM
from runtime.bench import usage
from runtime.bench.desk import BenchDesk, throwaway_desk
from runtime.faults.peers import dovecot
from runtime.faults.peers.dovecot import PASSWORD, Dovecot
from runtime.faults.waiting import now_or_later
from runtime.keys import keys_of

OPEN_WITHIN_S: Final = 300.0
SETTLE_S: Final = 5.0
WATCHED_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """counts: how many mailboxes one desk has, one number after the other, rising."""

    counts: Sequence[int] = (1, 10, 40)


def measure(load: Load) -> dict[str, Any]:
    """Return the gateway's memory and CPU at each number of mailboxes, and what one more costs."""
    if not dovecot.is_installed():
        raise Unavailable("This measures against Dovecot; install it first (package dovecot-imapd).")
    with Dovecot() as server, throwaway_desk() as desk:
        outside.configure(Config(data_dir=desk.folder))
        secrets.configure(keys_of(desk.folder))
        found = {count: _at(desk, server, count) for count in load.counts}
    least, most = found[min(found)], found[max(found)]
    more = max(1, max(found) - min(found))
    return {
        "mailboxes": {str(count): one for count, one in found.items()},
        "one_more_mb": round((most["gateway_mb"] - least["gateway_mb"]) / more, 2),
        "one_more_percent_of_a_core": round((most["gateway_percent"] - least["gateway_percent"]) / more, 3),
    }


def _at(desk: BenchDesk, server: Dovecot, count: int) -> dict[str, float]:
    with db.reading() as session:
        there = session.scalar(_open_folders()) or 0
    for number in range(there, count):
        server.put(f"box{number}", [])
        with db.transaction() as session:
            create_mailbox(session, _mailbox(server, number), by=SYSTEM)
    if not now_or_later(lambda: _are_open(count), OPEN_WITHIN_S):
        raise Unavailable(f"Not all of {count} mailboxes were opened.")
    time.sleep(SETTLE_S)
    pids = usage.tree(desk.pids["gateway"])
    before = usage.cpu_s(pids)
    time.sleep(WATCHED_S)
    return {
        "gateway_mb": round(usage.pss_mb(pids), 1),
        "gateway_percent": round(100 * (usage.cpu_s(pids) - before) / WATCHED_S, 2),
    }


def _are_open(count: int) -> bool:
    with db.reading() as session:
        return (session.scalar(_open_folders()) or 0) >= count


def _open_folders() -> Select[int]:
    return select(func.count(MailFolder.channel_id.distinct()))


def _mailbox(server: Dovecot, number: int) -> MailboxChanges:
    host = {"host": "127.0.0.1", "port": server.port, "security": "none", "username": f"box{number}"}
    return MailboxChanges(address=f"box{number}@desk.example", imap=host, smtp=host, imap_password=PASSWORD)
