"""Where people may be sent after signing in: only to an address of this desk."""

import re
from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/"
MAX_CHARS: Final = 1_000
_path = re.compile(r"/(?!/)[A-Za-z0-9\-._~!$&'()*+,;=:@%/?#]*")
_never: Final = frozenset({"/sign-in", "/sign-out"})


def local_path(wanted: str) -> str:
    """Return the wanted path if it can only lead to this desk, else home.

    Refuses what some browser reads as another host: "//e", "/\\e", "/%5ce", control characters, schemes, dot segments.
    """
    if len(wanted) > MAX_CHARS or not _path.fullmatch(wanted) or _leads_away(wanted):
        return HOME
    return HOME if urlsplit(wanted).path in _never else wanted


def _leads_away(wanted: str) -> bool:
    path = re.split(r"[?#]", wanted, maxsplit=1)[0].lower()
    return "//" in path or "/." in path or any(mark in path for mark in ("%2f", "%5c", "%0", "%1", "%7f", "%2e"))
