"""Formatted text as the Bot API takes it: HTML or MarkdownV2 in, plain text and entities out; lengths in UTF-16."""

import re
from html.parser import HTMLParser
from typing import Any, Final

from runtime.demo.bot_api.errors import bad_request

TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
MARKS: Final = {"*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler", "`": "code"}
RESERVED: Final = frozenset(">#+-=|{}.!()]")
_mark = re.compile(r"\\.|```|\|\||__|[*_~`]|\[|\]\([^)]*\)|[>#+\-=|{}.!()\]]|[^\\*_~`\[\]>#+\-=|{}.!()]+", re.DOTALL)

Json = dict[str, Any]


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    """Return plain text and entities; the refusal is Telegram's."""
    if not mode:
        return text, []
    if mode.lower() == "html":
        return _html(text)
    if mode.lower() == "markdownv2":
        return _markdown(text)
    raise bad_request("unsupported parse_mode")


def checked(text: str, entities: list[Json]) -> list[Json]:
    """Return given entities, without what lies outside; one that cuts a symbol in half is refused."""
    kept = []
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity in entities:
        start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        if start < 0 or end > len(encoded) // 2 or end <= start:
            continue
        for at, where in ((start, "beginning"), (end, "ending")):
            if 0xDC <= (encoded[at * 2 + 1] if at * 2 < len(encoded) else 0) <= 0xDF:
                raise bad_request(f"can't parse entities: entity {where} in the middle of a UTF-16 symbol")
        kept.append(entity)
    return kept


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.entities = "", list[Json]()
        self._open: list[tuple[str, Json]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS and tag != "span":
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}"')
        entity: Json = {"type": TAGS.get(tag, "spoiler"), "offset": units(self.text), "length": 0}
        if tag == "a":
            entity["url"] = dict(attrs).get("href") or ""
        self._open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise bad_request(f'can\'t parse entities: Unmatched end tag, found "</{tag}>"')
        entity = self._open.pop()[1]
        entity["length"] = units(self.text) - entity["offset"]
        if entity["length"]:
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.text += data

    def finish(self) -> None:
        self.close()
        if self._open:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self._open[-1][0]}\""
            )


def _html(text: str) -> tuple[str, list[Json]]:
    page = _Page()
    page.feed(text)
    page.finish()
    return page.text, page.entities


def _markdown(text: str) -> tuple[str, list[Json]]:
    plain, entities, opened = "", list[Json](), dict[str, int]()
    for token in _mark.findall(text):
        if token.startswith("\\"):
            plain += token[1:]
        elif token.startswith("]("):
            if "[" not in opened:
                raise bad_request("can't parse entities: character ']' is reserved")
            start = opened.pop("[")
            entities.append({"type": "text_link", "offset": start, "length": units(plain) - start, "url": token[2:-1]})
        elif token in opened:
            start = opened.pop(token)
            entities.append({"type": MARKS.get(token, "pre"), "offset": start, "length": units(plain) - start})
        elif token in MARKS or token in ("[", "```"):
            opened[token] = units(plain)
        elif len(token) == 1 and token in RESERVED:
            raise bad_request(f"can't parse entities: Character '{token}' is reserved and must be escaped")
        else:
            plain += token
    if opened:
        raise bad_request(f"can't parse entities: Can't find end of the entity starting with {next(iter(opened))}")
    return plain, entities
