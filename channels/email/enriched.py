"""text/enriched (RFC 1896) and the older text/richtext (RFC 1341) as plain text."""

import re

_BREAKS = re.compile(r"\n+")
_PARAM = re.compile(r"<param>[^<]{0,2000}</param>", re.IGNORECASE)
_COMMAND = re.compile(r"<(/?)([A-Za-z0-9-]{1,60})>")
_LITERAL = "\x00"


def enriched_to_text(text: str) -> str:
    """Return the words of an enriched text; single line ends are spaces there, except in <nofill>."""
    text = _PARAM.sub("", text.replace(_LITERAL, "").replace("<<", _LITERAL))
    if "<nofill>" not in text.lower():
        text = _BREAKS.sub(lambda ends: " " if len(ends[0]) == 1 else ends[0][1:], text)
    return _COMMAND.sub("", text).replace(_LITERAL, "<").strip()


def richtext_to_text(text: str) -> str:
    """Return the words of a rich text, whose line ends are commands."""
    text = re.sub(r"<comment>[^<]{0,5000}</comment>", "", text, flags=re.IGNORECASE)
    return re.sub(r"[ \t]*\n[ \t]*", "\n", _COMMAND.sub(_richtext, text.replace("\n", " "))).strip()


def _richtext(command: re.Match[str]) -> str:
    closing, name = command[1], command[2].lower()
    if name == "lt":
        return "<"
    if name == "nl" or (closing and name in ("paragraph", "heading", "footing")) or name in ("np", "samepage"):
        return "\n"
    return ""
