"""A desk with a secret: tickets of Support whose every text sings like a canary, and charlie who must not hear it."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db, storage
from helpdesk.actions import approvals, drafts, label, lifecycle, promises, reply, sides
from helpdesk.actions.client_base import promises as customer_promises
from helpdesk.actions.macros import run_macro
from helpdesk.actions.reply import Writing
from helpdesk.actions.workspace.widgets import add_secret
from helpdesk.files.addresses import SIDE_FILES, address_of
from helpdesk.incoming import IncomingForward
from helpdesk.models import (
    Attachment,
    Channel,
    Customer,
    DeliveryState,
    DraftMode,
    Identity,
    Inbound,
    InboundState,
    Message,
    MessageRevision,
    PromiseKind,
    SideFile,
    Status,
    Tag,
    TelegramPhoto,
    Thread,
    TicketTag,
    TicketType,
    Visitor,
)
from helpdesk.tokens import new_name
from tests.cast import Desk
from tests.helpdesk.reports.histories import level
from tests.mails import arrives, mail, open_mailbox
from tests.security.client_base import about_the_customer
from tests.security.of_the_desk import of_the_desk
from tests.stories import answers, ticket_of, visitor_writes

T = TypeVar("T")
CANARY: Final = "kanareyka7"
SAID: Final = f"My {CANARY} flew away with invoice 4711, пропала канарейка"
FILE: Final = f"{CANARY} sings".encode()


@dataclass(frozen=True, slots=True)
class World:
    """ids: what a path may name, by the name of its parameter; own_*: charlie's own ticket, of a customer both teams know."""

    desk: Desk
    ids: dict[str, Any]
    replies: dict[str, int]
    thread_id: int
    own_ticket_id: int
    own_thread_id: int
    shared_customer_id: int
    shared_message_id: int
    status_id: int
    type_id: int


def make_world(desk: Desk) -> World:
    """Plant the secret: one ticket of a customer only Support knows, one of a customer whom Billing knows as well."""
    secret, shared = (_sing(visitor_writes(desk, SAID, browser=name), desk) for name in ("secret", "shared"))
    _write(
        lambda session: lifecycle.set_status(
            session, shared.ticket_id, status_id=_status(session, "closed"), by=desk.cast.dora
        )
    )
    own = visitor_writes(desk, "Something harmless", browser="shared")
    _write(lambda session: label.set_team(session, own.ticket_id, team_id=desk.cast.billing_id, by=desk.cast.dora))
    ticket = ticket_of(secret)
    _write(lambda session: _name_customer(session, ticket.customer_id))
    _write(lambda session: _look_at(session, secret.thread_id))
    ids = {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "message_id": secret.id,
        "thread_id": secret.thread_id,
        "customer_id": ticket.customer_id,
        "own_identity_id": 1,
        "visitor_identity_id": secret.author_identity_id,
        "attachment_id": _write(lambda session: _attach(session, secret)),
        "mode": "reply",
        "key": desk.channel_key,
        "team_id": desk.cast.billing_id,
        "agent_id": desk.cast.anna.agent_id,
        "channel_id": desk.channel_id,
        "secret_name": _write(lambda session: add_secret(session, desk.channel_id, by=desk.cast.dora)).name,
        "session_id": 1,
        "device_id": 1,
        "webhook_id": 1,
        "delivery_id": 1,
        "mailbox_id": open_mailbox(),
        "provider": "google",
        **_write(lambda session: of_the_desk(session, desk, song=CANARY, said=SAID)),
    }
    letter = _mail(ids["mailbox_id"], desk)
    ids |= {"other_id": _write(lambda session: session.get_one(Message, letter).ticket_id), "kind": "incident"}
    ids["promise_id"] = _write(lambda session: _promise(session, ticket.id, desk))
    ids["customer_promise_id"] = _write(lambda session: _to_customer(session, ticket.customer_id, desk))
    ids["approval_id"] = _write(lambda session: _approval(session, ticket.id, desk))
    ids |= _write(lambda session: _side(session, ticket.id, desk))
    ids["run_id"] = _write(lambda session: _run(session, ids["macro_id"], ticket.id, desk))
    ids["file_seal"] = urlsplit(address_of(str(ids["attachment_id"])).url).query
    ids["side_file_seal"] = urlsplit(address_of(str(ids["side_file_id"]), among=SIDE_FILES).url).query
    replies = {**_replies(desk, ticket.id), "view": letter, "original": letter, "forwards": letter}
    replies["customer"] = _forward(ids["mailbox_id"], desk)
    ids["inbound_id"] = _write(lambda session: _raw(session, ids["mailbox_id"], state=InboundState.QUARANTINED))
    _write(lambda session: _draft(session, ticket.id, desk))
    ids |= _write(lambda session: about_the_customer(session, desk, ticket.customer_id, song=CANARY))
    level()
    with db.reading() as session:
        return World(
            desk=desk,
            ids=ids,
            replies=replies,
            thread_id=_thread(session, ticket.id),
            own_ticket_id=own.ticket_id,
            own_thread_id=_thread(session, own.ticket_id),
            shared_customer_id=own.customer_id,
            shared_message_id=shared.id,
            status_id=_status(session, "pending"),
            type_id=session.scalars(select(TicketType.id).where(TicketType.key == "problem")).one(),
        )


def _mail(mailbox_id: int, desk: Desk) -> int:
    """A mail with a view of its own and its raw original, on a ticket of Support."""
    raw_id = _write(lambda session: _raw(session, mailbox_id, state=InboundState.DONE))
    came = mail(mailbox_id, SAID, html=f"<p>{SAID}</p>")
    assert came.mail is not None
    message = arrives(replace(came, mail=replace(came.mail, inbound_id=raw_id)))
    _write(lambda session: label.set_team(session, message.ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora))
    return message.id


def _forward(mailbox_id: int, desk: Desk) -> int:
    """A mail that somebody forwarded to Support."""
    told = IncomingForward("petro@z.test", "Petro", CANARY)
    message = arrives(mail(mailbox_id, SAID, sender="colleague@x.example", forward=told))
    _write(lambda session: label.set_team(session, message.ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora))
    return message.id


def _raw(session: Session, mailbox_id: int, *, state: InboundState) -> int:
    row = Inbound(
        channel_id=mailbox_id,
        key=f"INBOX/1/{state}",
        raw=zlib.compress(f"Subject: {CANARY}\r\n\r\n{SAID}".encode()),
        summary={"subject": CANARY},
        state=state,
        received_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row.id


def _write(work: Callable[[Session], T]) -> T:
    with db.transaction() as session:
        return work(session)


def _sing(message: Message, desk: Desk) -> Message:
    """Put the canary into everything that can be written on a ticket of Support."""
    cast = desk.cast

    def write(session: Session) -> None:
        label.set_team(session, message.ticket_id, team_id=cast.support_id, by=cast.dora)
        label.set_subject(session, message.ticket_id, subject=f"{CANARY} lost", by=cast.anna)
        reply.add_note(session, message.ticket_id, Writing(f"note: {CANARY}", str(uuid4())), by=cast.anna)
        tag = session.scalar(select(Tag).where(Tag.name == "bird")) or Tag(name="bird")
        session.add(tag)
        session.flush()
        session.add(TicketTag(ticket_id=message.ticket_id, tag_id=tag.id))

    _write(write)
    answers(message.ticket_id, f"We look for your {CANARY}", by=cast.anna)
    return message


def _look_at(session: Session, thread_id: int) -> None:
    identity_id = session.get_one(Thread, thread_id).identity_id
    visitor = session.scalars(select(Visitor).where(Visitor.identity_id == identity_id)).one()
    visitor.page, visitor.said = {"url": f"https://shop.example/{CANARY}", "title": SAID}, {"name": CANARY}


def _name_customer(session: Session, customer_id: int) -> None:
    session.get_one(Customer, customer_id).name = f"Vera {CANARY}"
    identity = session.scalars(select(Identity).where(Identity.customer_id == customer_id)).one()
    identity.display = f"{CANARY}@shop.example"
    session.add(
        TelegramPhoto(
            identity_id=identity.id,
            channel_id=session.scalars(select(Channel.id)).first() or 0,
            blob=storage.put_bytes(FILE),
            media_type="image/png",
            changed_at=clock.now(),
            next_look_at=clock.now(),
        )
    )


def _attach(session: Session, message: Message) -> str:
    file = Attachment(
        public_id=new_name(),
        message_id=message.id,
        filename=f"{CANARY}.txt",
        media_type="text/plain",
        size=len(FILE),
        blob=storage.put_bytes(FILE),
        created_at=clock.now(),
    )
    session.add(file)
    session.add(MessageRevision(message_id=message.id, text=SAID, replaced_at=clock.now()))
    session.flush()
    return file.public_id


def _promise(session: Session, ticket_id: int, desk: Desk) -> int:
    due = promises.Due(clock.now() + timedelta(days=1))
    return promises.make(session, ticket_id, PromiseKind.PROMISE, text=SAID, due=due, by=desk.cast.anna).id


def _to_customer(session: Session, customer_id: int, desk: Desk) -> int:
    due = promises.Due(clock.now() + timedelta(days=1))
    return customer_promises.make(session, customer_id, text=SAID, due=due, by=desk.cast.anna).id


def _approval(session: Session, ticket_id: int, desk: Desk) -> int:
    due = promises.Due(clock.now() + timedelta(days=1))
    boris_id = desk.cast.boris.agent_id or 0
    return approvals.ask(session, ticket_id, boris_id, question=SAID, due=due, by=desk.cast.anna).id


def _side(session: Session, ticket_id: int, desk: Desk) -> dict[str, Any]:
    """A side thread of Support, with a file that came from outside."""
    partner = sides.Partner(agent_id=desk.cast.boris.agent_id)
    side = sides.begin(
        session, ticket_id, partner, subject=CANARY, text=SAID, client_key=str(uuid4()), by=desk.cast.anna
    )
    file = SideFile(
        public_id=new_name(),
        side_message_id=side.last_id,
        filename=f"{CANARY}.txt",
        media_type="text/plain",
        size=len(FILE),
        blob=storage.put_bytes(FILE),
    )
    session.add(file)
    session.flush()
    return {"side_id": side.id, "side_file_id": file.public_id}


def _run(session: Session, macro_id: int, ticket_id: int, desk: Desk) -> int:
    return run_macro(session, macro_id, ticket_id, key=str(uuid4()), by=desk.cast.anna).id


def _replies(desk: Desk, ticket_id: int) -> dict[str, int]:
    """One reply of anna in each state in which something can be done about it."""
    wanted = {
        "release": {"delivery_state": DeliveryState.QUEUED, "release_at": clock.now() + timedelta(minutes=5)},
        "attempts": {"delivery_state": DeliveryState.FAILED},
        "confirmation": {"delivery_state": DeliveryState.UNKNOWN},
        "checks": {"delivery_state": DeliveryState.UNKNOWN},
    }
    found = {}
    for name, state in wanted.items():
        found[name] = answers(ticket_id, f"{CANARY} {name}", by=desk.cast.anna).id
        _write(lambda session, id=found[name], state=state: _set(session.get_one(Message, id), state))  # type: ignore[misc]
    return found


def _draft(session: Session, ticket_id: int, desk: Desk) -> None:
    text = f"unsent: {CANARY}"
    drafts.save(session, ticket_id, DraftMode.REPLY, text=text, attachment_ids=(), revision=0, by=desk.cast.anna)


def _set(message: Message, state: dict[str, Any]) -> None:
    for name, value in state.items():
        setattr(message, name, value)


def _thread(session: Session, ticket_id: int) -> int:
    return session.scalars(select(Thread.id).where(Thread.ticket_id == ticket_id)).first() or 0


def _status(session: Session, key: str) -> int:
    return session.scalars(select(Status.id).where(Status.key == key)).one()
