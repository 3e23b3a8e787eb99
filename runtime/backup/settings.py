"""What backups need to know: to whom they are encrypted, where they lie, how many are kept."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from pyrage import x25519

from helpdesk import clock, leases
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from runtime.backup.making import SUFFIX, name_at
from runtime.backup.sealed import new_recovery_key, public_half

PUBLIC_HALF: Final = "backup.recipient"


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """recipient: None until there is a recovery key; every_s: 0 for never by itself; keep: how many of ours stay."""

    folder: Path
    recipient: x25519.Recipient | None
    every_s: float
    keep: int

    @classmethod
    def of(cls, config: Config) -> "BackupSettings":
        """Read them; Misconfigured when the public half of the recovery key is none."""
        known = config.backup_recipient or _kept(config)
        return cls(
            folder=config.backup_dir or config.data_dir / "backups",
            recipient=public_half(known) if known else None,
            every_s=config.backup_every_hours * 3600.0,
            keep=config.backup_keep,
        )


def make_recovery_key(config: Config) -> str:
    """Make a recovery key, keep its public half, and return the key: it is not kept anywhere.

    Misconfigured when there is one already; take its public half away first to have another.
    """
    path = config.data_dir / PUBLIC_HALF
    if path.exists() or config.backup_recipient:
        raise Misconfigured(
            f"There is a recovery key already. To have another, delete {path} (or HELPDESK_BACKUP_RECIPIENT):"
            " earlier backups still need the earlier key."
        )
    key, public = new_recovery_key()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(public + "\n")
    return key


def backups_in(folder: Path) -> list[Path]:
    """Return the whole backups of a folder, oldest first; before all others those from before the clock was set back."""
    now = name_at(clock.now() + timedelta(seconds=leases.SKEW_S))
    return sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: (path.name <= now, path.name)) if folder.is_dir() else []


def remove_old(folder: Path, *, keep: int) -> None:
    """Delete all but the newest backups."""
    for path in backups_in(folder)[: -keep or None]:
        path.unlink(missing_ok=True)


def _kept(config: Config) -> str:
    path = config.data_dir / PUBLIC_HALF
    return path.read_text() if path.exists() else ""
