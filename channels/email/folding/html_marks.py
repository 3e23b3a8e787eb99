"""Where a mail's HTML says that a quote begins, whatever the language of its introduction."""

import re
from typing import Final

from channels.email.folding.lines import OWN, QUOTE, Lines
from channels.email.html_text import html_to_text

# Gmail, Outlook, Apple, Yahoo, Thunderbird, Proton, Zimbra, Spark, Front, Missive, mail.ru, NetEase ...
_MARKS: Final = (
    "gmail_quote",
    "gmail_attr",
    'type="cite"',
    "type='cite'",
    "type=cite",
    "divRplyFwdMsg",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "OLK_SRC_BODY_SECTION",
    "yahoo_quoted",
    "moz-cite-prefix",
    "moz-forward-container",
    "protonmail_quote",
    "tutanota_quote",
    "zmail_extra",
    "__QUOTED_TEXT__",
    "isReplyContent",
    "isForwardContent",
    "messageReplySection",
    "front-blockquote",
    "missive_quote",
    "sh-quoted-content",
    "ntes-mailmaster-quote",
    "mailru-blockquote",
    "airmail_on",
    "appendonsend",
    "hs_reply",
)
# Only with labels under it: others draw such lines too.
_LINES: Final = ("solid #E1E1E1", "solid #B5C4DF", "zwchr")
_word: Final = re.compile(r"[^\W_]+")
_labelled: Final = re.compile(r"[^\W\d_][^:：\n]{0,30}[:：]\s*\S")
KEY_WORDS: Final = 8
MAX_CHARS: Final = 30_000


def mark_by_html(lines: Lines, html: str) -> None:
    """Mark the quote that the HTML names and the text gives no sign of."""
    start = _place(html)
    if start < 0:
        return
    quoted = html_to_text(html[start : start + MAX_CHARS])
    key = _word.findall(quoted[:600])[:KEY_WORDS]
    if len("".join(key)) < 12 or not html_to_text(html[:start]).strip():
        return
    first = _line_of(lines, key)
    if first < 0 or not lines.is_own_before(first):
        return
    for place in range(first, min(len(lines), first + 8)):
        if lines.kinds[place] == QUOTE:
            lines.mark(first, place, QUOTE)
            return
    lines.mark(first, len(lines), QUOTE)


def _place(html: str) -> int:
    found = [place for mark in _MARKS if (place := html.find(mark)) >= 0]
    if not found:
        found = [place for mark in _LINES if (place := html.find(mark)) >= 0 and _has_labels(html, place)]
    return html.rfind("<", 0, min(found) + 1) if found else -1


def _has_labels(html: str, place: int) -> bool:
    start = html.rfind("<", 0, place + 1)
    text = html_to_text(html[max(0, start) : place + 6_000]).lstrip("_ \n")
    head = [line for line in text.split("\n")[:8] if line.strip()][:5]
    return sum(bool(_labelled.match(line.strip("* "))) for line in head) >= 3


def _line_of(lines: Lines, key: list[str]) -> int:
    for place, text in enumerate(lines.texts):
        if lines.kinds[place] == OWN and key[0] in text:
            words = _word.findall(" ".join(lines.texts[place : place + 2 * KEY_WORDS])[:2_000])
            if words[: len(key)] == key:
                return place
    return -1
