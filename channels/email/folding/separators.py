"""Lines that say that another mail follows: original message, forwarded message, reply above."""

import re
from collections.abc import Sequence
from typing import Final

from channels.email.phrases import phrases

_DASHES: Final = " \t\xa0-_=*~#<>+‐‑‒–—―─━"
_rule: Final = re.compile(r"\s*(?:[-_=*~‐‑‒–—―─━] ?){8,}\s*")
_dashed: Final = re.compile(r"\s*[-_=*~‐‑‒–—―─━]{2,}.{2,80}[-_=*~‐‑‒–—―─━]{2,}\s*")

_ORIGINAL: Final = frozenset(phrase.casefold() for phrase in phrases("quotes")["original"])
_ABOVE: Final = phrases("quotes")["above"]
_BEGIN: Final = frozenset(phrase.casefold() for phrase in phrases("forwards")["begin"])
_DASHED: Final = frozenset(phrase.casefold() for phrase in phrases("forwards")["dashed"])
_BY: Final = tuple(phrase for phrase in _DASHED if phrase.endswith((" by", " von", " від", " od")))


def is_rule(line: str) -> bool:
    """Tell whether a line is only drawn."""
    return bool(_rule.fullmatch(line[:400]))


def separator_kind(line: str, following: Sequence[str] = ()) -> str:
    """Return "forward" or "quote" when a line announces another mail, "above" for a line to write above, else ""."""
    if len(line) > 160:
        return ""
    bare = line.strip(_DASHES).rstrip(":： \xa0").casefold()
    if not 3 <= len(bare) <= 120:
        return ""
    has_dashes = bool(_dashed.fullmatch(line))
    if bare in _BEGIN or (has_dashes and (bare in _DASHED or bare.startswith(_BY))):
        return "forward"
    if has_dashes and (bare in _ORIGINAL or bare.partition(" - ")[0] in _ORIGINAL):
        return "quote"
    if any(phrase in bare for phrase in _ABOVE):
        return "above"
    if bare in _DASHED and any(":" in text for text in following):
        return "forward"
    if bare in _ORIGINAL and sum(":" in text for text in following) >= 2:
        return "quote"
    return ""
