"""Text to safe HTML: a small Markdown subset for agents, plain text with links for customers."""

import html
import re
from functools import cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from helpdesk.linking import addresses_in, link_bare_addresses, shown

MAX_CHARS: Final = 10_000
TAGS: Final = {"p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a"}
SCHEMES: Final = {"http", "https", "mailto", "tel"}

# Characters that no database, socket or screen should be asked to carry: NUL, other controls, lone surrogates.
_unstorable = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Return text that every database and screen can hold: no NUL, controls or lone surrogates, LF line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Looking for each of them takes four times as long, and most texts hold none.
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return _unstorable.sub("", text)


def from_markdown(text: str) -> str:
    """Turn an agent's Markdown subset into sanitised HTML."""
    return sanitise(_markdown().render(text))


def markdown_tokens(text: str) -> list[Token]:
    """Return an agent's Markdown subset as its parser sees it, for channels with a formatting of their own."""
    return _markdown().parse(text)


def from_plain(text: str) -> str:
    """Turn a customer's plain text into sanitised HTML: paragraphs, line breaks and links, nothing else."""
    paragraphs = re.split(r"\n{2,}", text.strip("\n"))
    return sanitise("".join(f"<p>{_linked(part)}</p>" for part in paragraphs if part))


def sanitise(markup: str) -> str:
    """Keep only the tags, attributes and link schemes that a message may show."""
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def preview(text: str, *, chars: int = 160) -> str:
    """Return the beginning of a text on one line, for a list row."""
    line = " ".join(clean(text[: 4 * chars]).split())  # of a long text the beginning is enough
    if len(line) <= chars and len(text) > 4 * chars:
        line = " ".join(clean(text).split())
    return line if len(line) <= chars else line[: chars - 1].rstrip() + "…"


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True})
    parser.enable(["newline", "escape", "backticks", "strikethrough", "emphasis", "link", "autolink", "entity"])
    return link_bare_addresses(parser.enable(["list", "blockquote", "fence", "paragraph"]))


def _linked(text: str) -> str:
    parts: list[str] = []
    last = 0
    for match in addresses_in(text):
        name = html.escape(shown(match.group()))
        parts += [html.escape(text[last : match.start()]), f'<a href="{html.escape(match.group())}">{name}</a>']
        last = match.end()
    parts.append(html.escape(text[last:]))
    return "".join(parts).replace("\n", "<br>")
