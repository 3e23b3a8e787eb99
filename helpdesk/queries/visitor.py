"""What a chat visitor may see: their own tickets' numbered facts, and nothing of the desk's own."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.files.types import may_show
from helpdesk.markup import from_plain, preview
from helpdesk.models import (
    ENDED,
    FILE_ORDER,
    Agent,
    AgentPicture,
    Attachment,
    AttachmentState,
    AuthorKind,
    Channel,
    Customer,
    Identity,
    IdentityKind,
    Mail,
    Message,
    Thread,
    Ticket,
    Visitor,
    VisitorEvent,
    VisitorEventKind,
)
from helpdesk.models.base import UtcDateTime
from helpdesk.queries.among import one_of_given
from helpdesk.queries.own_words import own_words
from helpdesk.queries.rows import Json, iso
from helpdesk.widget.design import design_of

MAX_TICKETS = 20
MAX_EVENTS = 100
MAX_SEQ = 2**31 - 1
PREVIEW_CHARS = 100

# Built once: making a statement costs more than SQLite takes to answer it.
_MESSAGES = (
    select(Message, Agent.name, AgentPicture.public_id, Mail)
    .outerjoin(Agent, Agent.id == Message.author_agent_id)
    .outerjoin(AgentPicture, AgentPicture.agent_id == Message.author_agent_id)
    .outerjoin(Mail, Mail.message_id == Message.id)
    .where(one_of_given(Message.id))
)
_FILES = select(Attachment).where(one_of_given(Attachment.message_id)).order_by(*FILE_ORDER)
_NAMES = (
    select(Agent.id, Agent.name, AgentPicture.public_id)
    .outerjoin(AgentPicture, AgentPicture.agent_id == Agent.id)
    .where(one_of_given(Agent.id))
)
_VISITOR = select(Visitor).where(
    Visitor.token_hash == bindparam("token_hash"),
    Visitor.channel_id == bindparam("channel_id"),
    or_(Visitor.proved_until.is_(None), Visitor.proved_until > bindparam("now", type_=UtcDateTime)),
)


def visitor_by_hash(session: Session, channel_id: int, token_hash: str) -> Visitor | None:
    """Return the visitor a token belongs to on this channel; None once what their site proved has run out."""
    return session.scalar(_VISITOR, {"token_hash": token_hash, "channel_id": channel_id, "now": clock.now()})


def known_of(session: Session, visitor: Visitor) -> Json:
    """Return what need not be asked of a visitor again: kinds of fields, whether their site proved who they are."""
    identity = session.get_one(Identity, visitor.identity_id)
    said = visitor.said or {}
    has_email = session.scalar(
        select(Identity.id).where(Identity.customer_id == identity.customer_id, Identity.kind == IdentityKind.EMAIL)
    )
    customer = session.get_one(Customer, identity.customer_id)
    known = {"name": bool(customer.name), "email": has_email is not None or "email" in said, "phone": "phone" in said}
    return {
        "known": known | _known_fields(session, visitor, customer),
        "verified": identity.kind is IdentityKind.EXTERNAL,
        "consented": visitor.consented_at is not None,
    }


def _known_fields(session: Session, visitor: Visitor, customer: Customer) -> dict[str, bool]:
    """Return of which questions about custom fields of the customer the desk has the answer."""
    form = design_of(session.get_one(Channel, visitor.channel_id).config).form
    asked = {one.key: one.field.removeprefix("customer.") for one in form if one.field.startswith("customer.")}
    return {key: True for key, field in asked.items() if field in customer.fields}


def tickets(session: Session, visitor: Visitor) -> list[Json]:
    """Return the visitor's newest tickets, oldest first: number, state, last words, last seq, what both sides have seen.

    Not those that the desk has begun and nothing has gone out of yet.
    """
    found = session.execute(
        select(Ticket, Thread)
        .join(Thread, Thread.ticket_id == Ticket.id)
        .where(Thread.channel_id == visitor.channel_id, Thread.peer.in_(visitor.peers), Ticket.last_seq > 0)
        .order_by(Ticket.id.desc())
        .limit(MAX_TICKETS)
    ).all()
    said = _newest_messages(session, [ticket.id for ticket, _ in found])
    return [
        {
            "number": ticket.number,
            "at": iso(ticket.created_at),
            **said.get(ticket.id, {}),
            "category": "resolved" if ticket.category in ENDED else "open",
            "seq": ticket.last_seq,
            "customer_seen": seq_of(session, ticket.id, thread.customer_seen_id),
            "desk_seen": seq_of(session, ticket.id, thread.desk_seen_id),
        }
        for ticket, thread in reversed(found)
    ]


def _newest_messages(session: Session, ticket_ids: list[int]) -> dict[int, Json]:
    """Return when and with which words the last message of each ticket came, as far as the visitor was told of it."""
    newest = (
        select(func.max(VisitorEvent.message_id))
        .where(VisitorEvent.ticket_id.in_(ticket_ids))
        .group_by(VisitorEvent.ticket_id)
    )
    found = session.execute(
        select(VisitorEvent.ticket_id, Message.text, Message.created_at, Mail.folds)
        .join(Message, Message.id == VisitorEvent.message_id)
        .outerjoin(Mail, Mail.message_id == Message.id)
        .where(VisitorEvent.message_id.in_(newest))
    )
    return {
        id: {"at": iso(at), "preview": preview(own_words(text, folds or ()), chars=PREVIEW_CHARS)}
        for id, text, at, folds in found
    }


def events(
    session: Session, visitor: Visitor, ticket_number: int, *, after: int, limit: int = MAX_EVENTS
) -> list[Json]:
    """Return up to `limit` facts of one of the visitor's own tickets after a seq; nothing of anybody else's."""
    found = session.execute(
        select(VisitorEvent, Ticket.number)
        .join(Ticket, Ticket.id == VisitorEvent.ticket_id)
        .join(Thread, Thread.ticket_id == Ticket.id)
        .where(
            Ticket.number == ticket_number,
            Thread.channel_id == visitor.channel_id,
            Thread.peer.in_(visitor.peers),
            VisitorEvent.seq > min(after, MAX_SEQ),
        )
        .order_by(VisitorEvent.seq)
        .limit(min(limit, MAX_EVENTS))
    ).all()
    return event_views(session, found)


def event_views(session: Session, facts: Iterable[Row[VisitorEvent, int] | tuple[VisitorEvent, int]]) -> list[Json]:
    """Return facts, each with its ticket's number, as frames for the visitors of those tickets."""
    pairs = [(row[0], row[1]) for row in facts]
    shown = _messages(session, {fact.message_id for fact, _ in pairs if fact.message_id is not None})
    agents = _agents(session, {fact.data["agent_id"] for fact, _ in pairs if fact.kind is VisitorEventKind.AGENT})
    return [_frame(fact, number, shown, agents) for fact, number in pairs]


def own_fact(message: Message, number: int, seq: int) -> Json:
    """Return the fact of a message of the visitor's own that carries no files, as `event_views` would read it."""
    return {"ticket": number, "seq": seq, "kind": "message", "message": _message(message, None, []) | {"seq": seq}}


def _frame(fact: VisitorEvent, number: int, shown: dict[int, Json], agents: dict[int, Json]) -> Json:
    frame: Json = {"ticket": number, "seq": fact.seq, "kind": fact.kind.value}
    if fact.kind is VisitorEventKind.MESSAGE:
        frame["message"] = shown[fact.message_id or 0] | {"seq": fact.seq}
    elif fact.kind is VisitorEventKind.STATUS:
        frame["status"] = fact.data["status"]
    else:
        frame["agent"] = agents.get(fact.data["agent_id"], {"name": ""})
    return frame


def _messages(session: Session, ids: Collection[int]) -> dict[int, Json]:
    if not ids:
        return {}
    found = session.execute(_MESSAGES, {"ids": list(ids)}).all()
    files = _files(session, ids)
    return {
        message.id: _message(message, name, _shown(files.get(message.id, []), mail))
        | _pictured(picture)
        | _mailed(message, mail)
        for message, name, picture, mail in found
    }


def _shown(files: list[Attachment], mail: Mail | None) -> list[Json]:
    """Return a message's files; of a mail those that were attached to it, not the pictures within its text."""
    if mail is not None:
        files = [one for one in files if not one.is_inline and one.state is AttachmentState.STORED]
    return [file_view(one) for one in files]


def _mailed(message: Message, mail: Mail | None) -> Json:
    """Return what a mail says in a chat: the words of whoever wrote it, never what stands quoted below them."""
    if mail is None:
        return {}
    text = own_words(message.text, mail.folds)
    return {
        "by": "mail",
        "text": text,
        "html": message.html if not mail.folds and _is_ours(message) else from_plain(text),
    }


def _is_ours(message: Message) -> bool:
    return message.author_kind is AuthorKind.AGENT


def _pictured(picture: str | None) -> Json:
    return {"picture": picture} if picture else {}


def _message(message: Message, agent_name: str | None, files: list[Json]) -> Json:
    is_theirs = message.author_kind is AuthorKind.CUSTOMER
    return {
        "from": "visitor" if is_theirs else message.author_kind.value,
        "name": None if is_theirs else agent_name,
        "text": message.text,
        "html": message.html,
        "at": iso(message.created_at),
        "client_id": message.client_key if is_theirs else None,
        "attachments": files,
    }


def _files(session: Session, ids: Collection[int]) -> dict[int, list[Attachment]]:
    files: dict[int, list[Attachment]] = {}
    for file in session.scalars(_FILES, {"ids": list(ids)}):
        files.setdefault(file.message_id or 0, []).append(file)
    return files


def file_view(file: Attachment) -> Json:
    """Return a file as a visitor sees it."""
    return {
        "id": file.public_id,
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "image": may_show(file.media_type, file.width, file.height),
    }


def _agents(session: Session, ids: Collection[Any]) -> dict[int, Json]:  # ids from JSON
    found = session.execute(_NAMES, {"ids": list(ids)}).all() if ids else ()
    return {id: {"name": name} | _pictured(picture) for id, name, picture in found}


def seq_of(session: Session, ticket_id: int, message_id: int) -> int:
    """Return the number under which the visitor of a ticket was told of a message, or of the newest before it."""
    return (
        session.scalar(
            select(VisitorEvent.seq)
            .where(
                VisitorEvent.ticket_id == ticket_id,
                VisitorEvent.message_id <= message_id,
                VisitorEvent.kind == VisitorEventKind.MESSAGE,
            )
            .order_by(VisitorEvent.seq.desc())
            .limit(1)
        )
        or 0
    )
