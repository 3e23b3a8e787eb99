"""The message that an answer answers, below it as mail programs write it, so that they fold it away again."""

import html

from channels.base import Quoted
from helpdesk import i18n, markup


def below(quoted: Quoted, language: str) -> tuple[str, str]:
    """Return a quote as plain text and as HTML, each to be put below an answer."""
    who = f"{quoted.name} <{quoted.address}>" if quoted.name else quoted.address
    opening = i18n.text(language, "mail_out.wrote", at=quoted.at, who=who)
    lines = "\n".join(f"> {line}".rstrip() for line in quoted.text.splitlines())
    body = markup.from_plain(quoted.text)
    shown = (
        f'<div class="gmail_quote"><div>{html.escape(opening)}</div>'
        '<blockquote type="cite" style="margin:0 0 0 8px;padding-left:10px;border-left:2px solid #ccc">'
        f"{body}</blockquote></div>"
    )
    return f"\n\n{opening}\n{lines}\n", shown
