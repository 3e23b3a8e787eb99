"""Whether an address is gone for good, by the codes and words of the server that refused it (RFC 3463)."""

import re
from typing import Final

from channels.email.phrases import phrases

_GONE: Final = tuple(phrase.casefold() for phrase in phrases("bounces")["gone"])
_FULL: Final = tuple(phrase.casefold() for phrase in phrases("bounces")["full"])
_enhanced: Final = re.compile(r"(?<![\d.])([245]\.\d{1,2}\.\d{1,3})(?![\d.]*\d)")
_reply: Final = re.compile(r"(?<![\d.])([45][0-5]\d)(?=[\s\-#:;,)])(?!-?bit)")
# What says nothing about the address: full, too large, loops, policy.
_LASTING: Final = re.compile(r"5\.(?:1\.\d+|0\.0|2\.[01]|4\.[014]|3\.0|5\.0|2\.4|7\.0|7\.1)")


def status_in(text: str) -> str:
    """Return the first enhanced status code in a text, or ""."""
    return next((found[1] for found in _enhanced.finditer(text[:20_000]) if found[1] != "2.0.0"), "")


def is_hard(status: str, text: str) -> bool:
    """Tell whether writing to the address again is useless."""
    folded = text[:4_000].casefold()
    if status.startswith("4."):
        return False
    is_gone, is_full = any(word in folded for word in _GONE), any(word in folded for word in _FULL)
    if status.startswith("5.1.") and status != "5.1.8":
        return True
    if status in ("5.2.2", "5.2.3", "5.3.4", "5.2.121", "5.4.6"):
        return False
    if status.startswith("5.7."):
        return is_gone and not is_full
    if status.startswith("5."):
        return is_gone or not is_full
    reply = _reply.search(text[:4_000])
    if reply:
        return reply[1][0] == "5" and (is_gone or not is_full)
    return is_gone and not is_full
