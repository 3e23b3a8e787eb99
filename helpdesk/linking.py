"""Bare addresses in text: found the same way in what customers and agents write."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

URL: Final = re.compile(r"https?://[^\s<>\"']{1,2000}[^\s<>\"'.,;:!?)\]}]")


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
    for match in URL.finditer(text):
        parts += [_text(text[last : match.start()]), Token("link_open", "a", 1, attrs={"href": match.group()})]
        parts += [_text(match.group()), Token("link_close", "a", -1)]
        last = match.end()
    return [*parts, _text(text[last:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
