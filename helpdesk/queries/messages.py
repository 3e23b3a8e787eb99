"""Messages as agents see them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from helpdesk.files.addresses import address_of
from helpdesk.files.types import has_small_copy, may_show
from helpdesk.models import (
    FILE_ORDER,
    Agent,
    Attachment,
    AuthorKind,
    ChannelKind,
    Customer,
    DeliveryState,
    Identity,
    Message,
    MessageRevision,
    Thread,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.queries.among import among, one_of_given
from helpdesk.queries.mails import mail_views
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.telegram import telegram_views


def message_views(session: Session, ids: Collection[int]) -> dict[int, Json]:
    """Return messages by id in the shape of the API, in a bounded number of statements; withdrawn ones say so."""
    found = session.execute(_selected().where(among(session, Message.id, ids))).all()
    return {view["id"]: view for view in _views(session, found)}


def page(session: Session, *conditions: Any, newest_first: bool, limit: int) -> list[Json]:  # SQL conditions
    """Return up to `limit` messages that meet the conditions, oldest first whichever end they were taken from.

    Withdrawn ones are left out.
    """
    order = Message.id.desc() if newest_first else Message.id.asc()
    found = session.execute(_selected().where(is_shown(), *conditions).order_by(order).limit(limit)).all()
    views = _views(session, found)
    return views[::-1] if newest_first else views


def newest_of(session: Session, ticket_ids: Collection[int], *, limit: int) -> dict[int, list[Json]]:
    """Return the newest `limit` messages of each of these tickets, oldest first, as `page` does of one."""
    found = [
        row for id in ticket_ids for row in session.execute(_NEWEST, {"ticket_id": id, "limit": limit}).all()[::-1]
    ]
    shown: dict[int, list[Json]] = {id: [] for id in ticket_ids}
    for view in _views(session, found):
        shown[view["ticket_id"]].append(view)
    return shown


def attachment_view(file: Attachment) -> Json:
    """Return one attachment in the shape of the API; its addresses end within a day."""
    url = address_of(file.public_id).url
    preview = f"{url}&inline=1" if may_show(file.media_type, file.width, file.height) else None
    has_small = has_small_copy(file.media_type, file.width, file.height, size=file.size)
    return {
        "id": file.public_id,
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "inline": file.is_inline,
        "url": url,
        "preview_url": preview,
        "small_url": f"{preview}&small=1" if has_small else preview,
        "width": file.width,
        "height": file.height,
        "state": file.state.value,
        "kind": file.kind,
        "duration_s": file.duration_s,
    }


def _selected() -> Select[Message, int, ChannelKind, str, str, int, str]:
    author = aliased(Customer)
    return (
        select(
            Message,
            Ticket.number,
            Channel.kind.label("channel_kind"),
            Agent.name.label("agent_name"),
            Customer.name.label("customer_name"),
            author.id.label("author_id"),
            author.name.label("author_name"),
        )
        .join(Ticket, Ticket.id == Message.ticket_id)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .join(Customer, Customer.id == Message.customer_id)
        .outerjoin(Agent, Agent.id == Message.author_agent_id)
        .outerjoin(Identity, Identity.id == Message.author_identity_id)
        .outerjoin(author, author.id == Identity.customer_id)
    )


def is_shown() -> ColumnElement[bool]:
    return or_(Message.delivery_state.is_(None), Message.delivery_state != DeliveryState.WITHDRAWN)


# Built once: building a statement costs as much as running it.
_NEWEST = (
    _selected()
    .where(is_shown(), Message.ticket_id == bindparam("ticket_id"))
    .order_by(Message.id.desc())
    .limit(bindparam("limit"))
)
_FILES = select(Attachment).where(one_of_given(Attachment.message_id)).order_by(*FILE_ORDER)
_REVISIONS = (
    select(MessageRevision.message_id, func.count())
    .where(one_of_given(MessageRevision.message_id))
    .group_by(MessageRevision.message_id)
)


def _views(session: Session, found: Iterable[Any]) -> list[Json]:  # rows of `_selected`
    found = list(found)
    ids = [row.Message.id for row in found]
    files = _attachments(session, ids)
    revisions = _revisions(session, ids)
    mails = mail_views(session, [row.Message for row in found if row.channel_kind is ChannelKind.EMAIL])
    on_telegram = {row.Message.id: row.Message.ticket_id for row in found if row.channel_kind is ChannelKind.TELEGRAM}
    beside = telegram_views(session, on_telegram) if on_telegram else {}
    return [
        _view(row, files.get(id, []), revisions.get(id, 0)) | {"mail": mails.get(id), "telegram": beside.get(id)}
        for row in found
        for id in [row.Message.id]
    ]


def _view(row: Any, files: list[Json], revisions: int) -> Json:
    message: Message = row.Message
    return {
        "id": message.id,
        "ticket_id": message.ticket_id,
        "ticket_number": row.number,
        "thread_id": message.thread_id,
        "channel_kind": row.channel_kind.value,
        "kind": message.kind.value,
        "author": _author(row),
        "text": message.text,
        "html": message.html,
        "created_at": iso(message.created_at),
        "client_key": message.client_key if message.author_kind is AuthorKind.AGENT else None,
        "edited_at": iso(message.edited_at),
        "revisions": revisions,
        "is_auto": message.is_auto,
        "delivery": _delivery(message),
        "attachments": files,
    }


def _author(row: Any) -> Json:
    message: Message = row.Message
    if message.author_kind is AuthorKind.CUSTOMER:
        # Somebody else may write on a customer's ticket: a colleague in Cc, whom it was forwarded to.
        id, name = row.author_id or message.customer_id, row.author_name or row.customer_name
        return {"kind": "customer", "id": id, "name": name, "avatar": None}
    if message.author_kind is AuthorKind.AGENT:
        return {"kind": "agent", "id": message.author_agent_id, "name": row.agent_name, "avatar": None}
    return {"kind": "system", "id": None, "name": "", "avatar": None}


def _delivery(message: Message) -> Json | None:
    if message.delivery_state is None:
        return None
    return {
        "state": message.delivery_state.value,
        "attempt": message.attempt,
        "error": message.delivery_error,
        "release_at": iso(message.release_at),
        "is_scheduled": message.scheduled_for is not None and message.release_at is not None,
        "at": iso(message.delivery_at),
    }


def _attachments(session: Session, ids: Sequence[int]) -> dict[int, list[Json]]:
    files: dict[int, list[Json]] = {}
    for file in session.scalars(_FILES, {"ids": ids}):
        files.setdefault(file.message_id or 0, []).append(attachment_view(file))
    return files


def _revisions(session: Session, ids: Sequence[int]) -> dict[int, int]:
    return dict(session.execute(_REVISIONS, {"ids": ids}).all())
