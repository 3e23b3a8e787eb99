"""Bare addresses in text: found the same way in what customers and agents write."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# An address ends where something invisible or a turn of direction begins: what is shown must be where it leads.
_HIDDEN: Final = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
URL: Final = re.compile(rf"https?://[^\s<>\"'{_HIDDEN}]{{1,2000}}[^\s<>\"'{_HIDDEN}.,;:!?)\]}}]")
# Cyrillic letters that look like Latin ones (Unicode 16, confusables.txt).
_LOOKALIKES: Final = frozenset("асеоріјѕхуԁһԛԝӏ")


def addresses_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the web addresses in a text; not those that name somebody before the host, which only tricks do."""
    return (match for match in URL.finditer(text) if "@" not in _authority(match.group()))


def shown(address: str) -> str:
    """Return what to show of an address: as it is written, unless its host passes for another by its letters."""
    host = _authority(address).partition(":")[0]
    labels = host.lower().split(".")
    if host.isascii() or not any(_deceives(label, among_latin=labels[-1].isascii()) for label in labels):
        return address
    try:
        return address.replace(host, host.encode("idna").decode(), 1)
    except UnicodeError:
        return address


def _authority(address: str) -> str:
    return re.split(r"[/?#\\]", address.partition("//")[2], maxsplit=1)[0]


def _deceives(label: str, *, among_latin: bool) -> bool:
    letters = [letter for letter in label if letter.isalpha()]
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    if "LATIN" in scripts:
        return bool(scripts & {"CYRILLIC", "GREEK"})
    return among_latin and bool(letters) and _LOOKALIKES.issuperset(letters)


def link_bare_addresses(parser: MarkdownIt) -> MarkdownIt:
    """Have a Markdown parser turn bare http and https addresses into links, outside of links and code."""
    parser.core.ruler.push("bare_addresses", _link)
    return parser


def _link(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children and "://" in block.content:
            block.children = list(_linked(block.children))


def _linked(children: list[Token]) -> list[Token]:
    found: list[Token] = []
    inside_link = 0
    for child in children:
        inside_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "text" and not inside_link:
            found += _split(child.content)
        else:
            found.append(child)
    return found


def _split(text: str) -> list[Token]:
    parts: list[Token] = []
    last = 0
    for match in addresses_in(text):
        parts += [_text(text[last : match.start()]), Token("link_open", "a", 1, attrs={"href": match.group()})]
        parts += [_text(shown(match.group())), Token("link_close", "a", -1)]
        last = match.end()
    return [*parts, _text(text[last:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
