"""Text that every store takes: valid Unicode, no NUL, no lone surrogates, no controls but newline and tab."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("[ \t\r\n\v\f]+")
_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


def storable(text: str) -> str:
    """Return a text with newlines as its only line ends and nothing that a store refuses."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Looking for each of them takes four times as long, and most texts hold none.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    if "\f" in text or "\v" in text:
        text = text.replace("\f", "\n").replace("\v", "\n")
    return _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    """Return a text as one line, with runs of white space as one space."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", _CONTROLS.sub("", _SPACES.sub(" ", text.translate(_ENDS)))).strip()
