"""What was said in a chat, as a text for its visitor: nothing of the desk's own is in it."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import i18n, settings
from helpdesk.models import (
    FILE_ORDER,
    Agent,
    Attachment,
    AuthorKind,
    Mail,
    Message,
    MessageKind,
    Ticket,
    VisitorEvent,
    VisitorEventKind,
)
from helpdesk.queries.own_words import own_words

MOST = 500


def transcript(session: Session, ticket: Ticket, *, language: str) -> str:
    """Return what the visitor of a ticket was shown, oldest first, at most the newest 500 messages."""
    zone = ZoneInfo(settings.get(session, "time_zone"))
    found = session.execute(
        select(Message, Agent.name)
        .join(VisitorEvent, VisitorEvent.message_id == Message.id)
        .outerjoin(Agent, Agent.id == Message.author_agent_id)
        .where(VisitorEvent.ticket_id == ticket.id, VisitorEvent.kind == VisitorEventKind.MESSAGE)
        .where(Message.kind != MessageKind.NOTE)
        .order_by(VisitorEvent.seq.desc())
        .limit(MOST)
    ).all()
    lines = [
        f"[{message.created_at.astimezone(zone):%Y-%m-%d %H:%M}] {_who(message, name, language)}:\n{_said(session, message)}"
        for message, name in reversed(found)
    ]
    return "\n\n".join(lines)


def _who(message: Message, name: str | None, language: str) -> str:
    if message.author_kind is AuthorKind.CUSTOMER:
        return i18n.text(language, "chat_mail.you")
    return name or i18n.text(language, "chat_mail.desk")


def _said(session: Session, message: Message) -> str:
    names = session.scalars(
        select(Attachment.filename)
        .where(Attachment.message_id == message.id, Attachment.is_inline.is_(False))
        .order_by(*FILE_ORDER)
    )
    mail = session.get(Mail, message.id)
    text = own_words(message.text, mail.folds) if mail else message.text
    return "\n".join(filter(None, [text, *(f"[{name}]" for name in names)]))
