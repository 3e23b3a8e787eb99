"""The key file of a data folder, for those who set no HELPDESK_SECRET_KEYS."""

import contextlib
import os
from pathlib import Path

from helpdesk import secrets

NAME = "secret.key"


def keys_of(data_dir: Path) -> str:
    """Return the keys kept in `data_dir`, generated at first use and readable by their owner only."""
    path = data_dir / NAME
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    part = path.with_name(f"{NAME}.{os.getpid()}")
    fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "w") as file:
        file.write(secrets.new_key() + "\n")
        file.flush()
        os.fsync(fd)
    # Where two processes start at once, the first key stays.
    with contextlib.suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
