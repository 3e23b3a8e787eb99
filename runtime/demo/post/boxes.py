"""Mailboxes as folders in Maildir's shape, one for each address."""

import itertools
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PARTS: Final = ("tmp", "new", "cur")

_letters = itertools.count()


@dataclass(frozen=True, slots=True)
class Boxes:
    """All mailboxes below one folder; an address has one as soon as it is written to."""

    root: Path

    def folder(self, address: str) -> Path:
        """Return where the mailbox of an address is, made if need be."""
        box = self.root / plain(address)
        for part in PARTS:
            (box / part).mkdir(parents=True, exist_ok=True)
        return box

    def deliver(self, address: str, letter: bytes) -> None:
        """Lay a letter into a mailbox, whole or not at all."""
        box = self.folder(address)
        name = f"{time.time():.6f}.P{os.getpid()}Q{next(_letters)}.{socket.gethostname().replace('/', '-')}"
        (box / "tmp" / name).write_bytes(letter)
        (box / "tmp" / name).rename(box / "new" / name)

    def take(self, address: str) -> bytes:
        """Take the one letter out of a mailbox that held no other."""
        (file,) = (self.root / plain(address) / "new").iterdir()
        letter = file.read_bytes()
        file.unlink()
        return letter

    def letters(self, address: str) -> Iterator[bytes]:
        """Yield what lies in a mailbox, oldest first."""
        box = self.root / plain(address)
        files = [file for part in PARTS[1:] for file in (box / part).glob("*")]
        for file in sorted(files, key=lambda file: float(".".join(file.name.split(".")[:2]))):
            yield file.read_bytes()


def plain(address: str) -> str:
    """Return an address as its mailbox is called: in lower case, without what stands behind a plus."""
    local, _, domain = address.lower().rpartition("@")
    name = f"{local.partition('+')[0]}@{domain}"
    if "/" in name or name.startswith("."):
        raise ValueError(f"{address!r} has no mailbox here.")
    return name
