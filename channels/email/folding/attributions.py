"""Lines that introduce a quote: "On Monday Anna wrote:" in any language, on up to four lines."""

import re
from typing import Final

from channels.email.folding.lines import OWN, QUOTE, Lines
from channels.email.phrases import phrases

MAX_LINES: Final = 4
MAX_CHARS: Final = 500
FULL_LINE: Final = 56

# Verbs of writing systems that part words by spaces, looked up by their last word; the others anywhere.
_WRITTEN: Final = [phrase.casefold() for phrase in phrases("quotes")["wrote"]]
_SPACED: Final = frozenset(phrase.split()[-1] for phrase in _WRITTEN if ord(phrase[0]) < 0x590)
_UNSPACED: Final = tuple(phrase for phrase in _WRITTEN if ord(phrase[0]) >= 0x590)
_word: Final = re.compile(r"[^\W\d_]+(?:\([^\W\d_-]{1,4}\)|\(-[^\W\d_]{1,4}\)|/[^\W\d_]{1,4})?")
_opener: Final = re.compile(
    rf"\s*(?:(?:{'|'.join(map(re.escape, phrases('quotes')['opener']))})(?![^\W\d_])|[\w.]{{2,12}},? ?\d|\d{{1,4}}[./年-]|\d{{1,2}}\.? [^\W\d_]{{3}})",
)
_when: Final = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[:.h]\d\d(?!\d)|\d{1,2} ?[時时点년]|[٠-٩]{2}"
)
_TRAILING: Final = " \t\r\xa0\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069"
_hint: Final = re.compile("[\\d@]")
_address: Final = re.compile(r"\S@\S")
_bracketed: Final = re.compile(r"<[^<>\s]{1,120}@[^<>\s]{1,120}>")
_bare: Final = re.compile(r"[^\n]{0,160}<[^<>\s]{1,120}@[^<>\s]{1,120}>\)?[^\w\n]{0,4}[:：]\s*")
_sentence: Final = re.compile(r"[.!?…]\s*")
# "2012/5/5 Anna <anna@firm.example>", without a colon.
_dated: Final = re.compile(r"\s*\d{4}[/-]\d{1,2}[/-]\d{1,2}[^\n]{0,120}<[^<>\s]{1,120}@[^<>\s]{1,120}>")
_run_on: Final = re.compile(r"([^<>]{10,200}<[^<>\s]{1,120}@[^<>\s]{1,120}>[^\n:：<>]{0,30}[:：])\s+\S")
# Somebody who tells in a sentence of their own what was written when.
_speaker: Final = re.compile(r"(?<![\w.@-])(?:I|we|We|my|our|ich|Ich|wir|nous|yo|я|Я|мы|Мы|ми|Ми)(?![\w.@-])")
_wrote_dashed: Final = re.compile(r"\s*-{2,}\s*On .{5,300}wrote\s*-{2,}\s*")


def attribution_at(lines: Lines, end: int, *, is_quote_next: bool) -> int:
    """Return the first line of an introduction that ends with this line, or -1.

    is_quote_next: the next line is quoted; then a date, an address or a verb is enough.
    """
    last = lines.texts[end].rstrip(_TRAILING)
    if len(last) > MAX_CHARS:
        return end if _begins_introduction(last) else -1
    if not last.endswith((":", "：", "-", ">")):
        return end if _begins_introduction(last) else -1
    if last.endswith("-"):
        return end if _wrote_dashed.fullmatch(last) else -1
    if last.endswith(">") and not last.endswith("<br>"):
        return end if is_quote_next and _opener.match(last) and _dated.fullmatch(last) else -1
    if not is_quote_next and not _hint.search("".join(lines.texts[max(0, end - MAX_LINES + 1) : end + 1])):
        return -1
    joined = ""
    for start in range(end, max(-1, end - MAX_LINES), -1):
        if lines.kinds[start] != OWN:
            break
        joined = f"{lines.texts[start].strip()} {joined}".strip()
        if len(joined) > MAX_CHARS:
            break
        if _is_introduction(joined, is_quote_next=is_quote_next):
            return _first_line(lines, start, end)
    return -1


def _begins_introduction(line: str) -> bool:
    """Tell whether a line is an introduction with the quoted text behind it, as telephones write."""
    if ">" not in line[:300]:
        return False
    found = _run_on.match(line)
    return bool(found and _opener.match(found[1]) and _is_introduction(found[1], is_quote_next=False))


def _is_introduction(text: str, *, is_quote_next: bool) -> bool:
    has_when, has_address = bool(_when.search(text)), bool(_address.search(text))
    if _speaker.search(text) and not has_address:
        return False
    if is_quote_next:
        return has_when or has_address or _has_verb(text)
    if _speaker.search(text):
        return False
    if (has_when or has_address) and (has_address or _opener.match(text)) and _has_verb(text):
        return bool(_opener.match(text)) or has_when
    return has_when and len(text) < 300 and bool(_bare.fullmatch(text))


def _has_verb(text: str) -> bool:
    folded = text[-200:].casefold() if len(text) < 400 else text[:200].casefold() + text[-200:].casefold()
    return not _SPACED.isdisjoint(_word.findall(folded)) or any(verb in folded for verb in _UNSPACED)


def _first_line(lines: Lines, start: int, end: int) -> int:
    """Go up as long as a line above is the beginning of the same sentence, broken where it was full."""
    joined = " ".join(lines.texts[start : end + 1])
    for above in range(start - 1, max(-1, end - MAX_LINES), -1):
        text = lines.texts[above].rstrip(_TRAILING)
        below, joined = joined, f"{text} {joined}"
        if lines.kinds[above] != OWN or len(joined) > MAX_CHARS:
            break
        is_full = len(text) + len(lines.texts[above + 1].split(" ", 1)[0]) >= FULL_LINE
        is_name = text.endswith((">", ">,")) or (not _address.search(below) and bool(_bracketed.search(text)))
        if _is_complete(below) and not (is_full and is_name):
            break
        is_dated = bool(_when.search(text) or _address.search(text))
        is_begun = is_full and (is_dated or not _sentence.fullmatch(text[-1:]))
        if not (is_name or is_begun or (is_dated and _opener.match(text))):
            break
        start = above
    return start


def _is_complete(text: str) -> bool:
    return bool(_opener.match(text) and _when.search(text) and (_address.search(text) or _has_verb(text)))


def is_followed_by_quote(lines: Lines, end: int) -> bool:
    """Tell whether the next line that is not blank is quoted."""
    following = lines.next_filled(end + 1)
    return following < len(lines) and lines.kinds[following] == QUOTE
