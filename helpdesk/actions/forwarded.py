"""What a forwarded message says: its own words, who wrote them when, its files."""

import html

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, i18n, markup
from helpdesk.models import FILE_ORDER, Attachment, Mail, Message, Thread
from helpdesk.tokens import new_name


def forwarded_text(original: Message, mail: Mail | None, *, language: str) -> str:
    """Return a message as plain text below the line that mail programs know a forward by."""
    return "\n".join((*_heads(original, mail, language), "", original.text))


def forwarded_html(note: str, original: Message, mail: Mail | None, *, language: str) -> str:
    """Return the same with the writer's own words above it, as safe HTML."""
    heads = "<br>".join(html.escape(line) for line in _heads(original, mail, language))
    body = original.html or markup.from_plain(original.text)
    return f"{markup.from_markdown(markup.clean(note))}<p>{heads}</p><blockquote>{body}</blockquote>"


def copy_files(session: Session, original: Message, message: Message) -> None:
    """Give a message the files of another; the bytes are kept once."""
    channel_id = session.get_one(Thread, message.thread_id).channel_id
    for file in session.scalars(select(Attachment).where(Attachment.message_id == original.id).order_by(*FILE_ORDER)):
        session.add(
            Attachment(
                public_id=new_name(),
                message_id=message.id,
                channel_id=channel_id,
                filename=file.filename,
                media_type=file.media_type,
                size=file.size,
                blob=file.blob,
                content_id=file.content_id,
                is_inline=file.is_inline,
                width=file.width,
                height=file.height,
                state=file.state,
                created_at=clock.now(),
            )
        )


def _heads(original: Message, mail: Mail | None, language: str) -> list[str]:
    mark = f"---------- {i18n.text(language, 'mail_out.forwarded')} ----------"
    if mail is None:
        return [mark]
    at = mail.sent_at or original.created_at
    said = {
        "from": f"{mail.from_name} <{mail.from_address}>".strip(),
        "date": f"{at:%Y-%m-%d %H:%M} UTC",
        "subject": mail.subject,
        "to": ", ".join(f"{name} <{address}>".strip() for name, address in mail.to),
    }
    return [mark, *(f"{i18n.text(language, f'mail_out.{name}')}: {value}" for name, value in said.items())]
