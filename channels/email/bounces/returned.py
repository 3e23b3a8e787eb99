"""What a bounce returns of the mail that failed."""

import re
from collections.abc import Sequence
from typing import Final

from channels.email.parsed import ReportPart
from channels.email.phrases import phrases

_COPY: Final = tuple(phrase.casefold() for phrase in phrases("bounces")["copy"])
_id: Final = re.compile(r"^[>\s]{0,8}message-id:\s{0,8}(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_header: Final = re.compile(
    r"^[>|\s]{0,8}(?:received: |return-path: ?<|dkim-signature:|x-[a-z-]{3,40}: |message-id: ?<|mime-version: )",
    re.IGNORECASE,
)
_to: Final = re.compile(
    r"^[>|\s]{0,8}to:[ \t]{0,8}([^\n]{1,2000}(?:\n[ \t][^\n]{1,2000}){0,20})", re.IGNORECASE | re.MULTILINE
)
MAX_CHARS: Final = 200_000


def is_returned(part: ReportPart) -> bool:
    """Tell whether a part is the mail that failed, or its headers."""
    return "rfc822" in part.media_type or "headers" in part.media_type or part.media_type == "message/global"


def original_id(parts: Sequence[ReportPart], text: str) -> str:
    """Return the Message-ID of the mail that failed, or ""."""
    for returned in [*(part.text for part in parts if is_returned(part)), returned_text(text)]:
        if found := _id.search(returned[:MAX_CHARS]):
            return found[1]
    return ""


def original_to(parts: Sequence[ReportPart], text: str) -> str:
    """Return to whom the mail that failed was written, as its header says."""
    for returned in [*(part.text for part in parts if is_returned(part)), returned_text(text)]:
        if found := _to.search(returned[:MAX_CHARS]):
            return found[1]
    return ""


def told_text(text: str) -> str:
    """Return what the mail server says, without the mail it returns."""
    return text[: _start_of_copy(text)]


def returned_text(text: str) -> str:
    """Return the copy of the mail in a text, "" without one."""
    return text[_start_of_copy(text) :]


def _start_of_copy(text: str) -> int:
    position, headers = 0, 0
    for line in text[:MAX_CHARS].split("\n"):
        bare = line.strip(" -=*_>|.:").casefold()
        if 8 < len(bare) < 140 and position and bare.startswith(_COPY):
            return position
        if _header.match(line):
            headers += 1
            if headers == 1:
                first = position
            if headers >= 2 or line.lower().lstrip("> ").startswith("received: from"):
                return first
        position += len(line) + 1
    return min(len(text), MAX_CHARS)
