"""Files encrypted for whoever holds a recovery key: the age format, so that its own tools can open them too."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from helpdesk.errors import Misconfigured


def new_recovery_key() -> tuple[str, str]:
    """Return a recovery key and its public half, to which backups are encrypted."""
    key = x25519.Identity.generate()
    return str(key), str(key.to_public())


def public_half(text: str) -> x25519.Recipient:
    """Read the public half of a recovery key; Misconfigured when it is none."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise Misconfigured("This is no public half of a recovery key; it begins with age1.") from None


@contextmanager
def sealing(target: BinaryIO, recipient: x25519.Recipient) -> Iterator[BinaryIO]:
    """Yield a file to write to; what is written lies encrypted in `target` when the block has ended."""
    read_end, write_end = os.pipe()
    with _beside(lambda: _encrypt(read_end, target, recipient)), os.fdopen(write_end, "wb") as plain:
        yield plain


@contextmanager
def opening(path: Path, recovery_key: str) -> Iterator[BinaryIO]:
    """Yield a file to read what was sealed; Misconfigured when the key is another's or the file was changed or cut."""
    try:
        key = x25519.Identity.from_str(recovery_key.strip())
    except pyrage.IdentityError:
        raise Misconfigured("This is no recovery key; it begins with AGE-SECRET-KEY-1.") from None
    read_end, write_end = os.pipe()
    with _beside(lambda: _decrypt(path, write_end, key)), os.fdopen(read_end, "rb") as plain:
        yield plain
        # Whatever follows the last file must be authentic too.
        while plain.read(1 << 20):
            pass


def _encrypt(read_end: int, target: BinaryIO, recipient: x25519.Recipient) -> None:
    with os.fdopen(read_end, "rb") as plain:
        pyrage.encrypt_io(plain, target, [recipient])


def _decrypt(path: Path, write_end: int, key: x25519.Identity) -> None:
    with path.open("rb") as sealed, os.fdopen(write_end, "wb") as plain:
        pyrage.decrypt_io(sealed, plain, [key])


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Do the work in a thread while the block runs, and raise what it raised."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=run, name="seal", daemon=True)
    thread.start()
    try:
        yield
    except Exception as error:
        thread.join()
        raise _told(failed[0]) if failed and not isinstance(failed[0], BrokenPipeError) else error from None
    thread.join()
    if failed:
        raise _told(failed[0])


def _told(error: Exception) -> Exception:
    # The library says OSError of a file that was changed or cut.
    if isinstance(error, pyrage.DecryptError | OSError) and not getattr(error, "errno", None):
        return Misconfigured(f"The backup cannot be opened: the key is another's, or the file is damaged ({error}).")
    return error
