"""Message-IDs as they are kept: bounded, and the same for the same id."""

import hashlib
from collections.abc import Sequence
from typing import Final

ID_CHARS: Final = 400
KEPT_REFERENCES: Final = 30


def kept_id(mail_id: str) -> str:
    """Return a Message-ID as tables keep it; a very long one by its SHA-256."""
    if len(mail_id) <= ID_CHARS:
        return mail_id
    return f"<sha256.{hashlib.sha256(mail_id.encode(errors='replace')).hexdigest()}@long.invalid>"


def kept_references(mail_ids: Sequence[str]) -> list[str]:
    """Return references as tables keep them: the first, which names the thread, and the newest."""
    found = [kept_id(mail_id) for mail_id in dict.fromkeys(mail_ids) if mail_id]
    return found if len(found) <= KEPT_REFERENCES else [found[0], *found[1 - KEPT_REFERENCES :]]
