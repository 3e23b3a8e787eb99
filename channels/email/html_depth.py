"""What makes HTML costly: browsers and sanitisers need time by the square of depth, open fonts and attributes."""

import re
from typing import Final

MAX_DEPTH: Final = 1_500
MAX_COPIED: Final = 8_000_000  # characters of unclosed fonts and links, copied into every paragraph after them
MAX_ATTRIBUTES: Final = 5_000
MAX_SIGNS: Final = 5_000
FEW_TAGS: Final = 1_500

_tags: Final = re.compile(r"<(/?)([a-zA-Z][^\s/><]{0,40})([^<>]{0,9000})")
_FORMATS: Final = "a b big code em font i nobr s small strike strong tt u"
_formats: Final = frozenset(_FORMATS.split())
_formatting: Final = re.compile(rf"</?(?:{'|'.join(sorted(_formats))})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_long_tag: Final = re.compile(r"<[^<>]{20000,}>?")
_loose: Final = re.compile(r"<(?![a-zA-Z/!?])")
# A parser copies what it has of a text at each of them; written out they are &amp; &gt; &nbsp;.
_SIGNS: Final = ("&", ">", "\xa0")
_signs: Final = re.compile("[&>\xa0]")
_LONG: Final = 10_000
# Void, or ended by what follows: they nest nothing.
_FLAT: Final = (
    "br img hr input meta link col wbr area base embed param source track p li td th tr tbody thead tfoot dd dt option"
    " html body head"
)
_flat: Final = frozenset(_FLAT.split())


def is_shallow(html: str) -> bool:
    """Tell whether a sanitiser gets through in time."""
    if html.count("<") <= FEW_TAGS:
        return True
    depth = copied = weight = 0
    open_formats: dict[str, list[int]] = {}
    for closing, name, rest in _tags.findall(html):
        name = name.lower()
        copied += weight
        if name in _formats:
            opened = open_formats.setdefault(name, [])
            if opened and (closing or name == "a"):
                weight -= opened.pop()
            if not closing:
                opened.append(len(rest) + 2 * len(name) + 5)
                weight += opened[-1]
        elif name not in _flat:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > MAX_DEPTH or copied > MAX_COPIED:
            return False
    return True


def without_formatting(html: str) -> str:
    """Return the HTML without bold, fonts, links and the like."""
    return _formatting.sub("", html)


def without_excess(html: str) -> str:
    """Return the HTML without tags of thousands of attributes, and with a break in texts of thousands of signs like &."""
    if len(html) > _LONG:
        html = _long_tag.sub(lambda tag: tag[0] if len(tag[0].split()) <= MAX_ATTRIBUTES else "", html)
        html = _loose.sub("&lt;", html)
        if sum(map(html.count, _SIGNS)) > MAX_SIGNS:
            html = "<".join(_with_breaks(piece) for piece in html.split("<"))
    return html


def _with_breaks(piece: str) -> str:
    if len(piece) <= MAX_SIGNS or sum(map(piece.count, _SIGNS)) <= MAX_SIGNS:
        return piece
    cuts = [sign.start() for number, sign in enumerate(_signs.finditer(piece), 1) if number % (MAX_SIGNS - 100) == 0]
    return "<wbr>".join(piece[start:end] for start, end in zip([0, *cuts], [*cuts, len(piece)], strict=True))
