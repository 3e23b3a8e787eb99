"""Reading what answers quote."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.base import Quoted
from helpdesk import i18n, settings
from helpdesk.models import Mail, Message, Ticket

MAX_CHARS: Final = 20_000


def quoted_in(session: Session, mails: Collection[Mail]) -> dict[int, Quoted]:
    """Return what these mails quote by the id of the quoted message; nothing of what has been deleted since."""
    ids = {mail.quoted_id for mail in mails if mail.quoted_id is not None}
    if not ids:
        return {}
    zone = ZoneInfo(str(settings.get(session, "time_zone")))
    found = session.execute(
        select(Message, Mail, Ticket.language)
        .join(Mail, Mail.message_id == Message.id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(Message.id.in_(ids))
    )
    quoted = {}
    for message, mail, language in found:
        text = new_words(message.text, mail.folds)[:MAX_CHARS]
        if text:
            at = moment(mail.sent_at or message.created_at, zone=zone, language=language)
            quoted[message.id] = Quoted(mail.from_name, mail.from_address, at, text)
    return quoted


def new_words(text: str, folds: Sequence[Any]) -> str:  # JSON: start, end, kind
    """Return a mail's text without the quotes and signatures folded in it, all of it where nothing else is there."""
    kept, at = "", 0
    for start, end, _ in sorted(folds):
        if start >= at:
            kept, at = kept + text[at:start], end
    return (kept + text[at:]).strip() or text.strip()


def moment(at: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Return when something was written, as people of a language write it."""
    there, locale = at.astimezone(zone), i18n.known(language)
    return f"{format_date(there, 'long', locale=locale)}, {format_time(there, 'short', tzinfo=zone, locale=locale)}"
