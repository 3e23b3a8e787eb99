"""Telegram's text with entities turned into HTML. Offsets count UTF-16 units. Pure."""

import html
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from channels.telegram.shapes import Json, number, things, token
from helpdesk.markup import SCHEMES, clean, from_plain, sanitise

MAX_ENTITIES: Final = 300
INLINE: Final = {"bold": "strong", "italic": "em", "strikethrough": "s", "code": "code"}
BLOCKS: Final = {"pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote"}
LINKS: Final = frozenset({"text_link", "url", "email"})


@dataclass(frozen=True, slots=True)
class Span:
    """One entity: from unit to unit, what it is, where it leads."""

    start: int
    end: int
    kind: str
    url: str = ""


def html_of(text: str, holder: Json, field: str) -> str:
    """Return a text as sanitised HTML by the entities listed in a field of its message."""
    spans = _spans(text, holder, field)
    if not spans:
        return from_plain(clean(text)) if text else ""
    units = text.encode("utf-16-le", "surrogatepass")
    blocks = _apart([span for span in spans if span.kind in BLOCKS])
    inline = [span for span in spans if span.kind not in BLOCKS]
    parts, at = [], 0
    for block in blocks:
        parts.append(_paragraph(units, at, block.start, inline))
        tag = BLOCKS[block.kind]
        inside = _cut(units, block.start, block.end)
        body = html.escape(inside) if tag == "pre" else _inline(units, block.start, block.end, inline)
        parts.append(f"<{tag}>{body}</{tag}>")
        at = block.end
    parts.append(_paragraph(units, at, len(units) // 2, inline))
    return clean(sanitise("".join(parts)))


def _spans(text: str, holder: Json, field: str) -> list[Span]:
    size = len(text.encode("utf-16-le", "surrogatepass")) // 2
    found: list[Span] = []
    for entity in things(holder, field, limit=MAX_ENTITIES):
        start, length, kind = number(entity, "offset"), number(entity, "length"), token(entity, "type", chars=40)
        if start is None or length is None or not 0 <= start < start + length <= size:
            continue
        if kind in INLINE or kind in BLOCKS or kind in LINKS:
            found.append(Span(start, start + length, kind, token(entity, "url", chars=2000)))
    return sorted(found, key=lambda span: (span.start, -span.end))


def _apart(blocks: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for block in blocks:
        if not kept or block.start >= kept[-1].end:
            kept.append(block)
    return kept


def _paragraph(units: bytes, start: int, end: int, spans: Sequence[Span]) -> str:
    return f"<p>{_inline(units, start, end, spans)}</p>" if _cut(units, start, end).strip() else ""


def _inline(units: bytes, start: int, end: int, spans: Sequence[Span]) -> str:
    inside = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end, *(edge for span in inside for edge in (span.start, span.end) if start < edge < end)}
    cuts = sorted(edges)
    return "".join(
        _wrapped(units, left, right, [span for span in inside if span.start <= left and span.end >= right])
        for left, right in itertools.pairwise(cuts)
    )


def _wrapped(units: bytes, start: int, end: int, spans: Sequence[Span]) -> str:
    inner = html.escape(_cut(units, start, end)).replace("\n", "<br>")
    for span in reversed(spans):
        if span.kind in INLINE:
            inner = f"<{INLINE[span.kind]}>{inner}</{INLINE[span.kind]}>"
        else:
            address = _address(span, units)
            inner = f'<a href="{html.escape(address)}">{inner}</a>' if address else inner
    return inner


def _address(span: Span, units: bytes) -> str:
    shown = _cut(units, span.start, span.end)
    if span.kind == "email":
        return f"mailto:{shown}"
    address = span.url if span.kind == "text_link" else shown
    if "://" not in address and not address.startswith(("mailto:", "tel:")):
        address = f"https://{address}" if address else ""
    return address if address.partition(":")[0].lower() in SCHEMES else ""


def _cut(units: bytes, start: int, end: int) -> str:
    return units[start * 2 : end * 2].decode("utf-16-le", "replace")
