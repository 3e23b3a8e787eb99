"""Message-IDs as they are kept: bounded, and the same for the same id."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

ID_CHARS: Final = 400
KEPT_REFERENCES: Final = 30
WORDS_CHARS: Final = 1000

_NAME: Final = r"[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}-[0-9]{6}"
_ses_name = re.compile(rf"(?<![\w-]){_NAME}(?![\w-])")
_ses_id = re.compile(rf"<({_NAME})@[a-z0-9-]{{1,40}}\.amazonses\.com>")


def kept_id(mail_id: str) -> str:
    """Return a Message-ID as tables keep it; a very long one by its SHA-256."""
    if len(mail_id) <= ID_CHARS:
        return mail_id
    return f"<sha256.{hashlib.sha256(mail_id.encode(errors='replace')).hexdigest()}@long.invalid>"


def hop_key(mail_id: str) -> str:
    """Return under what a mail of ours is found by the id that Amazon SES put in the place of its own; empty for other ids.

    SES names a mail in its answer and writes that name, at a host of the region, into the Message-ID (SES, "Message-ID").
    """
    found = _ses_id.fullmatch(mail_id)
    return f"ses:{found[1]}" if found else ""


def hop_keys_in(words: str) -> tuple[str, ...]:
    """Return the keys of the ids that a mail server gives a mail in its answer to the final dot."""
    found = _ses_name.search(words[:WORDS_CHARS])
    return (f"ses:{found[0]}",) if found else ()


def kept_references(mail_ids: Sequence[str]) -> list[str]:
    """Return references as tables keep them: the first, which names the thread, and the newest."""
    found = [kept_id(mail_id) for mail_id in dict.fromkeys(mail_ids) if mail_id]
    return found if len(found) <= KEPT_REFERENCES else [found[0], *found[1 - KEPT_REFERENCES :]]
