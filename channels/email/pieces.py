"""The body of a mail as pieces in their order, each a text, a page or both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from channels.email.html_text import html_to_text

_STUB = re.compile(
    r"html|browser|mime|e-?mail (?:client|program|reader|app)|view (?:this|it|in)|браузер|почтов\w+ (?:клиент|программ)|не поддерж|не підтрим",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|table|span|br|font)\b[^>]*>", re.IGNORECASE)
_STUB_CHARS = 600
_PROBE_CHARS = 300
_BLANK_PAGE_CHARS = 1_000


@dataclass(slots=True)
class Piece:
    """A part of the body: plain text, HTML as it came, or the same in both."""

    plain: str = ""
    html: str = ""
    _read: str | None = None

    def text(self) -> str:
        """Return the words, from the plain twin unless it says nothing or only that there is HTML."""
        plain = self.plain.strip("\n")
        if not self.html:
            return html_to_text(plain) if _TAG.match(plain) and plain.rstrip().endswith(">") else plain
        if not _says_anything(plain):
            return self.html_text() or plain
        if len(plain) < _STUB_CHARS and _STUB.search(plain) and len(self.html_text()) > 2 * len(plain):
            return self.html_text()
        return html_to_text(plain) if _TAG.match(plain) and plain.rstrip().endswith(">") else plain

    def html_text(self) -> str:
        """Return the words of the HTML."""
        if self._read is None:
            self._read = html_to_text(self.html)
        return self._read

    def as_html(self) -> str:
        """Return the piece as HTML whatever it came as."""
        return self.html or "<div>" + escape(self.plain.strip("\n")).replace("\n", "<br>\n") + "</div>"


def is_blank(piece: Piece) -> bool:
    """Return whether a piece shows nothing."""
    if piece.plain and not piece.plain.isspace():
        return False
    if not piece.html or len(piece.html) > _BLANK_PAGE_CHARS:
        # A longer page is not worth reading only to see whether it is empty.
        return not piece.html
    return not piece.html_text().strip() and "<img" not in piece.html.lower()


def alternative(choices: Sequence[list[Piece]]) -> list[Piece]:
    """Return the best of several forms of the same: plain text for reading, HTML for showing."""
    filled = [pieces for pieces in choices if pieces]
    pages = [pieces for pieces in filled if any(piece.html for piece in pieces)]
    plains = [pieces for pieces in filled if not any(piece.html for piece in pieces)]
    plain = max(plains, key=_plain_size, default=[])
    page = max(reversed(pages), key=_html_size, default=[])
    if not page or not plain:
        return page or plain
    if len(page) == 1:
        return [Piece(plain=page[0].plain or _joined(plain), html=page[0].html)]
    return [Piece(plain=_joined(plain), html="\n".join(piece.as_html() for piece in page))]


def merge_twins(pieces: list[Piece]) -> list[Piece]:
    """Return pieces with a text and the page that repeats it as one: some mailers call that mixed."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if before and not before.html and piece.html and not piece.plain and _repeats(before.plain, piece):
            found[-1] = replace(piece, plain=before.plain)
        else:
            found.append(piece)
    return found


def _repeats(plain: str, page: Piece) -> bool:
    words = "".join(_WORD.findall(plain[:_PROBE_CHARS]))
    return bool(words) and words in "".join(_WORD.findall(page.html_text()[: 4 * _PROBE_CHARS + 2_000]))


def _says_anything(text: str) -> bool:
    return _WORD.search(text) is not None


def _joined(pieces: list[Piece]) -> str:
    return "\n\n".join(piece.plain.strip("\n") for piece in pieces)


def _plain_size(pieces: list[Piece]) -> int:
    return sum(len(piece.plain) for piece in pieces)


def _html_size(pieces: list[Piece]) -> int:
    return sum(len(piece.html) for piece in pieces)
