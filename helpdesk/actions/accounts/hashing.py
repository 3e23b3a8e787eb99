"""Passwords at rest: argon2id, at most two computed at once because each takes 64 MB."""

import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_CHARS: Final = 1024  # longer input is no password of ours and not worth normalising

# Of random bytes nobody kept: no password fits, and checking one takes as long as with a real hash.
NOBODYS: Final = "$argon2id$v=19$m=65536,t=3,p=4$SmOVAEI19JqYxYw1+/TomA$W6l57v3zc3hotl0thUALTk3MQz1f781RekMWys7WzLM"

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
            _hasher.verify(kept or NOBODYS, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def _normal(password: str) -> str:
    # The same letters typed on another keyboard must give the same bytes (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)
