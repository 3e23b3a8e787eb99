"""Signatures, "sent from my telephone", disclaimers and the footers of lists and scanners."""

import re
from typing import Final

from channels.email.folding.lines import BLANK, SIGNATURE, Lines
from channels.email.folding.separators import is_rule
from channels.email.phrases import phrases

MAX_LINES: Final = 12
MAX_LEGAL_LINES: Final = 60

_SENT: Final = tuple(phrase.casefold() for phrase in phrases("signatures")["sent"])
_SENT_END: Final = tuple(phrase.casefold() for phrase in phrases("signatures")["sent-end"])
_LEGAL: Final = tuple(phrase.casefold() for phrase in phrases("signatures")["legal"])
_FOOTER: Final = tuple(phrase.casefold() for phrase in phrases("signatures")["footer"])
_BELOW: Final = (*_LEGAL, *_FOOTER)
_BELOW_BY_START: Final = {
    start: tuple(phrase for phrase in _BELOW if phrase.startswith(start)) for start in {phrase[:2] for phrase in _BELOW}
}
_loose_marks: Final = frozenset({"--", "---", "—", "–", "__", "___", "- --", "-- --"})
_device: Final = re.compile(
    r"iphone|ipad|android|samsung|galaxy|huawei|xiaomi|nokia|handy|mobil|smartphone|outlook|mail|app", re.IGNORECASE
)
_address: Final = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|https?://\S+")
_legal_words: Final = re.compile(
    "confiden|vertraul|конфіденц|конфиденц|riservat|poufn|důvěrn|gizli|luottam|fortrolig|konfiden|privileg|intended|"
    "destinat|dirig|bestimmt|adresat|адресат|получател|отримувач|предназнач|призначен|environment|umwelt|environnement|"
    "medio ambiente|imprim|print|окружающ|довкілл|legal|sigilos|vertrouwelijk|vertraulich|ambiente",
    re.IGNORECASE,
)


def mark_signatures(lines: Lines) -> None:
    """Mark what stands under the writer's own words in every run of them."""
    for start, end in list(lines.own_blocks()):
        cut = _signature_start(lines, start, end)
        if cut < end:
            lines.mark(cut, end, SIGNATURE)


def _signature_start(lines: Lines, start: int, end: int) -> int:
    cut = end
    for find in (_delimiter, _legal, _sent_from):
        found = find(lines, start, cut)
        if found < cut:
            cut = found
            while cut > start and (lines.kinds[cut - 1] == BLANK or is_rule(lines.texts[cut - 1])):
                cut -= 1
    return cut


def _delimiter(lines: Lines, start: int, end: int) -> int:
    """Return the line with the mark of a signature (RFC 3676, 4.3), or one near the end that is used like it."""
    for place in range(start, end):
        text = lines.texts[place]
        if text[:3] == "-- " and not text.strip("- \xa0"):
            return place
    under: list[str] = []
    found = end
    for place in range(end - 1, start - 1, -1):
        text = lines.texts[place]
        if lines.kinds[place] == BLANK:
            continue
        if under and (place > start or lines.is_own_before(place)) and _is_used_as_mark(text, under[-2:]):
            found = place
        under.append(text)
        if len(under) > MAX_LINES or len(text) > 100:
            break
    return found


def _is_used_as_mark(text: str, under: list[str]) -> bool:
    return text.strip() in _loose_marks or (is_rule(text) and any("mailing list" in line.casefold() for line in under))


def _legal(lines: Lines, start: int, end: int) -> int:
    for place in range(max(start, end - MAX_LEGAL_LINES), end):
        text = _bare(lines.texts[place][:600])
        if len(text) < 8 or not text.startswith(_BELOW_BY_START.get(text[:2], ())):
            continue
        if text.startswith(_FOOTER) and end - place <= MAX_LINES * 2:
            return place
        paragraph = " ".join(lines.texts[place : min(end, place + 12)])
        if _legal_words.search(paragraph[:3_000]):
            return place
    return end


def _sent_from(lines: Lines, start: int, end: int) -> int:
    """Return the line of a telephone when nothing of the writer's follows."""
    place = end
    for _ in range(3):
        above = place - 1
        while above >= start and lines.kinds[above] == BLANK:
            above -= 1
        if above < start or not _is_sent_from(lines.texts[above]):
            break
        place = above
    return place


def _is_sent_from(line: str) -> bool:
    text = _address.sub("", _bare(line[:600])).strip(" .!*_[]()-–—")
    if not 4 <= len(text) <= 120:
        return False
    return text.startswith(_SENT) or (len(text) < 70 and text.endswith(_SENT_END) and bool(_device.search(text)))


def _bare(line: str) -> str:
    return line.strip(" \t\xa0*_[]()<>-–—|#").casefold()
