"""A backup that an administrator wants now; the clock makes it."""

from sqlalchemy.orm import Session

from helpdesk import backups
from helpdesk.actions import audit
from helpdesk.backups import BackupState
from helpdesk.errors import Conflict
from helpdesk.permissions import Actor


def ask_for_backup(session: Session, *, by: Actor, address: str = "") -> None:
    """Have a backup made soon; asked again before it has begun, nothing changes.

    Conflict "no_recovery_key" while there is none: nobody could open it.
    """
    known = backups.known_backups(session)
    if known.state is BackupState.NO_KEY:
        raise Conflict("There is no recovery key yet. Make one with `helpdesk backup key`.", code="no_recovery_key")
    if backups.is_wanted(known) or known.state is BackupState.RUNNING:
        return
    backups.ask(session)
    audit.append(session, "backup.asked", by=by, what="backup", address=address)
