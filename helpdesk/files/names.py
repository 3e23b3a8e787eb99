"""Names of files, as they may be stored, shown and sent in a header."""

import re
import unicodedata
from typing import Final

MAX_CHARS: Final = 150
FALLBACK: Final = "file"

# Reserved on Windows, where many a download ends.
_reserved = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_forbidden = re.compile(r'[<>:"|?*\\/]')


def clean_name(given: str) -> str:
    """Return the last part of a path without controls, invisible and direction-changing characters; never empty."""
    name = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode())
    # Format characters go before anything is judged: "x.ht\u200bml" must not pass for something else.
    name = "".join(character for character in name if _is_plain(character))
    name = re.split(r"[/\\]", name)[-1]
    name = _forbidden.sub("_", " ".join(name.split())).strip(". ")
    if not name:
        return FALLBACK
    return _shortened(f"_{name}" if _reserved.match(name) else name)


def ending_of(name: str) -> str:
    """Return the last ending of a clean name in lower case with its dot, empty when it has none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def _is_plain(character: str) -> bool:
    if character == " ":
        return True
    category = unicodedata.category(character)
    return not category.startswith("C") and category not in ("Zl", "Zp") and character != "\u034f"


def _shortened(name: str) -> str:
    if len(name) <= MAX_CHARS:
        return name
    ending = ending_of(name)[:20]
    return name[: MAX_CHARS - len(ending)].rstrip(". ") + ending
