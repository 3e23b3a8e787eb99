"""Tags to line breaks, bullets, quotes and addresses."""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

from channels.email.html_text.hidden import is_hidden, is_indentation, is_tight
from channels.email.html_text.links import Link, image_words
from channels.email.html_text.page import Page
from channels.email.html_text.tags import attributes, pieces

_BLOCKS: Final = "p h1 h2 h3 h4 h5 h6 ul ol dl table pre form fieldset figure center address section article"
_LINES: Final = (
    "div li dt dd tr header footer main aside nav caption legend details summary body html thead tbody tfoot option"
)
_VOID: Final = "br img hr input meta link col wbr area base embed param source track"
BLOCKS: Final = frozenset(_BLOCKS.split())
LINES: Final = frozenset(_LINES.split())
VOID: Final = frozenset(_VOID.split())
_GAPS: Final = {slash + name: gap for names, gap in ((LINES, 1), (BLOCKS, 2)) for name in names for slash in ("", "/")}
RULE: Final = "_" * 32

_unseen = re.compile("[\u200b\ufeff\u034f\u00ad\u2060\u061c\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


def html_to_text(html: str) -> str:
    """Return what a reader sees in a mail's HTML; what is hidden by its style counts only when nothing else is there."""
    if "<" not in html:
        return _unseen.sub("", _lines(unescape(html))).replace("\xa0", " ").strip()
    text, is_whole = _Reading(skips_hidden=True).read(html)
    if not text or not is_whole:
        text, _ = _Reading(skips_hidden=False).read(html)
    return text


def _lines(text: str) -> str:
    """End lines as HTML reads them (WHATWG, "normalize newlines")."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _Reading:
    """One pass over the tags of a mail."""

    def __init__(self, *, skips_hidden: bool) -> None:
        self.page = Page()
        self.skips_hidden = skips_hidden
        self.hidden = ""
        self.hidden_depth = 0
        self.verbatim = 0
        self.lists: list[int] = []
        self.quotes: list[bool] = []
        self.link: Link | None = None
        self.tight: list[bool] = []

    def read(self, html: str) -> tuple[str, bool]:
        """Return the text and whether every hidden element was closed."""
        for name, body in pieces(html):
            if self.hidden:
                self._leave_hidden(name, body)
            elif name:
                self._tag(name, body)
            else:
                self._text(body)
        self._end_link()
        return _unseen.sub("", self.page.text()), not self.hidden

    def _text(self, body: str) -> None:
        text = unescape(body) if "&" in body else body
        if self.verbatim:
            self.page.verbatim(_lines(text))
        else:
            self.page.write(text)

    def _tag(self, name: str, body: str) -> None:
        if body and self.skips_hidden and name not in VOID and name[0] != "/" and is_hidden(body):
            self.hidden, self.hidden_depth = name, 1
            return
        handler = _HANDLERS.get(name)
        if handler is not None:
            handler(self, body)
        elif name in _GAPS:
            self.page.want(_GAPS[name])

    def _leave_hidden(self, name: str, body: str) -> None:
        if name == "/" + self.hidden:
            self.hidden_depth -= 1
        elif name == self.hidden and name != "p":
            self.hidden_depth += 1
        elif name == self.hidden:
            self.hidden = ""
            self._tag(name, body)
        if not self.hidden_depth:
            self.hidden = ""

    def _paragraph(self, body: str) -> None:
        self.tight.append(is_tight(body))
        self.page.want(1 if self.tight[-1] else 2)

    def _end_paragraph(self, _body: str) -> None:
        is_tight_one = self.tight.pop() if self.tight else False
        self.tight = self.tight[-50:]
        self.page.want(1 if is_tight_one else 2)

    def _quote(self, body: str) -> None:
        is_quote = not is_indentation(body)
        self.quotes.append(is_quote)
        if is_quote:
            self.page.set_quote(self.page.quote + 1)
        else:
            self.page.want(1)

    def _end_quote(self, _body: str) -> None:
        if self.quotes and self.quotes.pop():
            self.page.set_quote(self.page.quote - 1)
        else:
            self.page.want(1)

    def _line_break(self, _body: str) -> None:
        self.page.end_line()

    def _rule(self, _body: str) -> None:
        self.page.want(1)
        self.page.write(RULE)
        self.page.want(1)

    def _list(self, _body: str, *, first: int = 0) -> None:
        self.lists.append(first)
        self._indent()

    def _numbered(self, body: str) -> None:
        start = attributes(body).get("start", "1")
        self._list(body, first=int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1)

    def _end_list(self, _body: str) -> None:
        if self.lists:
            self.lists.pop()
        self._indent()

    def _indent(self) -> None:
        self.page.indent = len(self.lists)
        self.page.want(2 if len(self.lists) < 2 else 1)

    def _item(self, _body: str) -> None:
        number = self.lists[-1] if self.lists else 0
        self.page.bullet(f"{number}." if number else "-")
        if number:
            self.lists[-1] += 1

    def _row(self, _body: str) -> None:
        self.page.begin_row()

    def _cell(self, _body: str) -> None:
        self.page.begin_cell()

    def _verbatim(self, _body: str) -> None:
        self.page.want(2)
        self.verbatim += 1

    def _end_verbatim(self, _body: str) -> None:
        self.page.want(2)
        self.verbatim = max(0, self.verbatim - 1)

    def _image(self, body: str) -> None:
        words = image_words(attributes(body).get("alt", ""))
        if words:
            self.page.write(words)

    def _begin_link(self, body: str) -> None:
        self._end_link()
        self.link = Link(attributes(body).get("href", ""), len(self.page.lines), len(self.page.line))

    def _end_link(self, _body: str = "") -> None:
        link, self.link = self.link, None
        address = link.address_to_show(self.page.lines, self.page.line) if link else ""
        if address:
            self.page.line.append(f" <{address}>")


_HANDLERS: Final[dict[str, Callable[[_Reading, str], None]]] = {
    "p": _Reading._paragraph,
    "/p": _Reading._end_paragraph,
    "blockquote": _Reading._quote,
    "/blockquote": _Reading._end_quote,
    "br": _Reading._line_break,
    "/br": _Reading._line_break,
    "hr": _Reading._rule,
    "ul": _Reading._list,
    "ol": _Reading._numbered,
    "/ul": _Reading._end_list,
    "/ol": _Reading._end_list,
    "li": _Reading._item,
    "tr": _Reading._row,
    "td": _Reading._cell,
    "th": _Reading._cell,
    "pre": _Reading._verbatim,
    "/pre": _Reading._end_verbatim,
    "img": _Reading._image,
    "a": _Reading._begin_link,
    "/a": _Reading._end_link,
}
