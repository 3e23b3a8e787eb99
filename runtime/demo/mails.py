"""Mails as customers' programs write them, and as they read what they got."""

import email.policy
import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from typing import Final

from channels.email.parse import parse_email
from channels.email.parsed import ParsedEmail
from helpdesk import clock
from runtime.demo.people import Customer
from runtime.demo.place import DESK_ADDRESS

WROTE: Final = {
    "en": "On {date} {name} wrote:",
    "ru": "{date} {name} пишет:",
    "uk": "{date} {name} пише:",
}
MAX_QUOTED: Final = 40


@dataclass(frozen=True, slots=True)
class File:
    """A file a customer sends."""

    name: str
    media_type: str
    data: bytes


def compose(
    customer: Customer, text: str, *, subject: str, answers: bytes | None = None, files: Sequence[File] = ()
) -> bytes:
    """Return a mail to the desk; one that answers quotes what it answers, as mail programs do."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = formataddr((customer.name, customer.address))
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = make_msgid(domain=customer.address.partition("@")[2])
    original = None if answers is None else parse_email(answers)
    mail["To"] = _recipient(original)
    mail["Subject"] = subject if original is None else _answered(original.subject)
    if original is not None:
        mail["In-Reply-To"] = original.message_id
        mail["References"] = " ".join([*original.references[-8:], original.message_id])
    quote = _quote(customer, original)
    mail.set_content(f"{text}\n{quote}")
    mail.add_alternative(f"<div>{html.escape(text)}</div>{_as_html(quote)}", subtype="html")
    for file in files:
        main, _, sub = file.media_type.partition("/")
        mail.add_attachment(file.data, maintype=main, subtype=sub or "octet-stream", filename=file.name)
    return mail.as_bytes()


def rating_link(letter: ParsedEmail, stars: int) -> str:
    """Return where this letter of the desk lets one give so many stars, "" where it does not ask."""
    return next((word for word in letter.text.split() if "/ratings/" in word and f"score={stars}" in word), "")


def _recipient(original: ParsedEmail | None) -> str:
    if original is None:
        return DESK_ADDRESS
    wanted = (*original.reply_to, *original.to)
    return wanted[0].email if original.reply_to else original.from_email or DESK_ADDRESS


def _answered(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quote(customer: Customer, original: ParsedEmail | None) -> str:
    if original is None:
        return ""
    date = _shown(original.date or clock.now(), customer.language)
    head = WROTE[customer.language].format(date=date, name=original.from_name or original.from_email)
    lines = original.text.strip().splitlines()[:MAX_QUOTED]
    return "\n".join(["", head, *(f"> {line}" for line in lines), ""])


def _as_html(quote: str) -> str:
    if not quote:
        return ""
    _, head, *lines = quote.splitlines()
    words = "<br>".join(html.escape(line.removeprefix("> ")) for line in lines)
    return f'<br><div class="gmail_quote">{html.escape(head)}<blockquote>{words}</blockquote></div>'


def _shown(at: datetime, language: str) -> str:
    return at.strftime("%d %b %Y, %H:%M" if language == "en" else "%d.%m.%Y %H:%M")
