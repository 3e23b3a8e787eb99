"""The new text of a mail, and what a screen folds away."""

from dataclasses import dataclass
from typing import Final

from channels.email.folding.attributions import attribution_at, is_followed_by_quote
from channels.email.folding.html_marks import mark_by_html
from channels.email.folding.labels import block_at, label_of
from channels.email.folding.lines import BLANK, FORWARD, OWN, QUOTE, SIGNATURE, Lines
from channels.email.folding.separators import is_rule, separator_kind
from channels.email.folding.signatures import mark_signatures

MAX_LOOKS: Final = 5_000  # at lines that end as introductions do; a list of more is no letter


@dataclass(frozen=True, slots=True)
class Folding:
    """The writer's own words, and (start, end, kind) offsets of the rest."""

    reply: str
    folds: tuple[tuple[int, int, str], ...]


def fold(text: str, *, html: str = "") -> Folding:
    """Return what is new in a mail and where quotes, signatures and forwarded mails stand in its text.

    html: the mail's own HTML, where mail programs mark quotes in ways that no language hides. The reply is never empty
    when the text is not: without own words it is the forwarded text, else all of it.
    """
    lines = Lines(text)
    is_marked, body_of_forward = _mark_mails(lines)
    if html and not is_marked:
        mark_by_html(lines, html)
    if QUOTE in lines.kinds:
        _mark_broken_lines(lines)
        _mark_drawn_lines(lines)
    mark_signatures(lines)
    reply = lines.joined(OWN)
    if _has_words(reply):
        return Folding(reply, lines.folds())
    return _without_own_words(text, lines, body_of_forward)


def _without_own_words(text: str, lines: Lines, body_of_forward: int) -> Folding:
    forwarded = "\n".join(lines.texts[body_of_forward:]).strip("\n") if body_of_forward >= 0 else ""
    if _has_words(forwarded):
        return Folding(forwarded.rstrip(), ())
    signature = lines.joined(OWN, SIGNATURE)
    if _has_words(signature):
        lines.kinds = [OWN if kind == SIGNATURE else kind for kind in lines.kinds]
        return Folding(signature, lines.folds())
    return Folding(text.strip() or text, ())


def _mark_mails(lines: Lines) -> tuple[bool, int]:
    """Mark quoted and forwarded mails; return whether there are any and where a forwarded text begins, or -1."""
    place, is_marked, looks = 0, False, MAX_LOOKS
    while place < len(lines) and looks > 0:
        looks -= lines.texts[place].endswith((":", "：", ": "))
        found = _mail_at(lines, place) if lines.kinds[place] == OWN else None
        if found is None:
            place += 1
            continue
        is_marked = True
        start, end, kind = found
        following = lines.next_filled(end)
        if following >= len(lines) or lines.kinds[following] != QUOTE:
            lines.mark(start, len(lines), kind)
            return True, end if kind == FORWARD else -1
        lines.mark(start, end, QUOTE)
        place = end
    return is_marked, -1


def _mail_at(lines: Lines, place: int) -> tuple[int, int, str] | None:
    """Return where a mail's introduction begins and ends and of which kind it is, if this line belongs to one."""
    text = lines.texts[place]
    following = lines.texts[place + 1 : place + 6]
    kind = separator_kind(text, following)
    if kind == "above":
        return (place, place + 1, QUOTE) if lines.is_own_before(place) else None
    if kind:
        below = lines.next_filled(place + 1)
        block = block_at(lines.texts, below, is_announced=True) if below < len(lines) else None
        start = _with_rule(lines, place)
        return start, block.end if block else place + 1, FORWARD if kind == "forward" else QUOTE
    if label_of(text)[0] not in ("", "cc"):
        is_ruled = _is_rule_above(lines, place)
        block = block_at(lines.texts, place, is_announced=is_ruled)
        # A line over From and Subject alone is drawn by forms on web sites, too.
        if block and not (is_ruled and block.fields.keys().isdisjoint(("date", "to"))):
            return _with_rule(lines, place), block.end, QUOTE
    is_quote_next = lines.may_quote and is_followed_by_quote(lines, place)
    start = attribution_at(lines, place, is_quote_next=is_quote_next)
    return (_with_rule(lines, start), place + 1, QUOTE) if start >= 0 else None


def _is_rule_above(lines: Lines, place: int) -> bool:
    return _with_rule(lines, place) < place and "@" in "".join(lines.texts[place : place + 3])


def _with_rule(lines: Lines, place: int) -> int:
    above = place - 1
    while above >= 0 and lines.kinds[above] == BLANK:
        above -= 1
    return above if above >= 0 and lines.kinds[above] == OWN and is_rule(lines.texts[above]) else place


def _mark_broken_lines(lines: Lines) -> None:
    """Mark the rest of a quoted line that a mail program has broken without quoting its second half."""
    for place in range(1, len(lines) - 1):
        if lines.kinds[place] != OWN or lines.kinds[place - 1] != QUOTE or lines.kinds[place + 1] != QUOTE:
            continue
        above, text = lines.texts[place - 1].rstrip(), lines.texts[place].strip()
        if len(above) >= 60 and len(text) <= 40 and text[:1].islower() and above[-1:] not in ".?!:;":
            lines.kinds[place] = QUOTE


def _mark_drawn_lines(lines: Lines) -> None:
    """Mark a line that is drawn over a quote."""
    for place in range(len(lines) - 1):
        if lines.kinds[place] == OWN and is_followed_by_quote(lines, place) and is_rule(lines.texts[place]):
            lines.kinds[place] = QUOTE


def _has_words(text: str) -> bool:
    return bool(text) and not text.isspace()
