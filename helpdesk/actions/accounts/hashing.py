"""Passwords at rest: argon2id, at most two computed at once because each takes 64 MB."""

import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_CHARS: Final = 1024  # longer input is no password of ours and not worth normalising

_hasher: Final = PasswordHasher()
_turns: Final = threading.BoundedSemaphore(2)


def make_hash(password: str) -> str:
    """Return the argon2id hash to keep; takes tens of milliseconds, so call it outside a transaction."""
    with _turns:
        return _hasher.hash(_normal(password))


def is_right(kept: str | None, password: str) -> bool:
    """Say whether a password belongs to a hash; without a hash it takes just as long and says no."""
    if len(password) > MAX_CHARS:
        kept, password = None, ""
    with _turns:
        try:
            _hasher.verify(kept or _dummy(), _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def prepare() -> None:
    """Make what comparing with an unknown e-mail address needs, so that the first sign-in is no slower."""
    with _turns:
        _dummy()


@cache
def _dummy() -> str:
    return _hasher.hash("nobody has this password")


def _normal(password: str) -> str:
    # The same letters typed on another keyboard must give the same bytes (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)
