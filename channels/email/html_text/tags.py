"""HTML cut into tags and text in one pass, whatever is broken in it."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

MAX_TAG: Final = 8_192

# What a reader never sees; their content is text of another kind or no text at all.
UNREAD: Final = frozenset(
    {"style", "script", "title", "xml", "template", "svg", "math", "object", "iframe", "video", "audio", "select"}
)

_simple = re.compile(
    r"""<(/?[a-zA-Z][a-zA-Z0-9]*+(?::[a-zA-Z0-9]++)?)(?=[\s/>])((?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+)>"""
)
_name = re.compile(r"/?[a-zA-Z][^\s/>]*")
_attribute = re.compile(r"""(?<![^\s"'/])([^\s=/"'>]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))""")
_ends = {name: re.compile(f"</{name}[^>]{{0,20}}>", re.IGNORECASE) for name in UNREAD}
_no_tag = re.compile(r"<[^<>\s]*@|<https?:", re.IGNORECASE)


# A name ("" for text, "p" for a start tag, "/p" for an end tag) and what stands in it.
Piece = tuple[str, str]


def pieces(html: str) -> Iterator[Piece]:
    """Yield text and tags in their order, without comments, declarations and what nobody reads."""
    position, size = 0, len(html)
    while position < size:
        start = html.find("<", position)
        if start < 0:
            yield "", html[position:]
            return
        if start > position:
            yield "", html[position:start]
        tag = _simple.match(html, start)
        if tag:
            name, body, position = tag[1].lower(), tag[2], tag.end()
        elif html.startswith(("!", "?"), start + 1):
            position = _after_declaration(html, start)
            continue
        else:
            name, body, position = _difficult(html, start)
        if name in UNREAD:
            closing = _ends[name].search(html, position)
            position = closing.end() if closing else size
        else:
            yield name, body


def _difficult(html: str, start: int) -> tuple[str, str, int]:
    """Return name and content of a tag with < or > in its values, or of text that only begins like one, and its end."""
    name = _name.match(html, start + 1)
    end = _end_of_tag(html, start) if name else -1
    if name is None or _no_tag.match(html, start):
        return "", "<", start + 1
    if end < 0:
        return "", html[start:], len(html)
    return name[0].lower(), html[name.end() : min(end, name.end() + MAX_TAG)], end + 1


def attributes(body: str) -> dict[str, str]:
    """Return the attributes of a tag; the first of a name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in _attribute.findall(body):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _after_declaration(html: str, start: int) -> int:
    if not html.startswith("<!--", start):
        end = html.find(">", start)
        return end + 1 if end >= 0 else len(html)
    if html.startswith(("<!-->", "<!--->"), start):
        return html.find(">", start) + 1
    end = html.find("-->", start + 4)
    return end + 3 if end >= 0 else len(html)


def _end_of_tag(html: str, start: int) -> int:
    """Return where a tag ends; a > inside a quoted value does not end it."""
    end = html.find(">", start)
    if end < 0 or end - start > MAX_TAG:
        return end
    inside = html[start:end]
    for quote in ('"', "'"):
        if inside.count(quote) % 2 and f"={quote}" in inside.replace(" ", ""):
            close = html.find(quote, end, end + MAX_TAG)
            further = html.find(">", close, close + MAX_TAG) if close >= 0 else -1
            return further if further >= 0 else end
    return end
