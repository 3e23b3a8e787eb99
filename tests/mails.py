"""Short sentences about mail: vera writes to the mailbox, anna answers, the answer bounces."""

import hashlib
import itertools
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import delivery, receive, release
from helpdesk.actions.receive_many import receive_many
from helpdesk.incoming import IncomingFile, IncomingMail, IncomingMessage, Sender
from helpdesk.models import (
    Channel,
    ChannelKind,
    Identity,
    IdentityKind,
    Mail,
    Message,
    SenderProof,
    Setting,
    Ticket,
    TicketLink,
)
from tests.cast import Desk
from tests.stories import answers

ADDRESS = "support@x.test"
VERA = "vera@shop.example"
_counter = itertools.count(1)


def open_mailbox(address: str = ADDRESS, *, team_id: int | None = None, aliases: Sequence[str] = ()) -> int:
    """Make a mailbox channel without a hold on answers, and return its id."""
    with db.transaction() as session:
        channel = Channel(
            kind=ChannelKind.EMAIL,
            name=address,
            public_key=uuid.uuid4().hex,
            team_id=team_id,
            config={"address": address, "from_name": "X Support", "aliases": list(aliases)},
            created_at=clock.now(),
        )
        session.add(channel)
        if session.get(Setting, "undo_send_s") is None:
            session.add(Setting(key="undo_send_s", value={"value": {"email": 0}}, updated_at=clock.now()))
        session.flush()
        return channel.id


def mail(
    channel_id: int,
    text: str = "Hello",
    *,
    sender: str = VERA,
    name: str = "Vera",
    subject: str = "Order 7",
    mail_id: str | None = None,
    answers: str | Sequence[str] = (),
    proof: SenderProof = SenderProof.CLAIMED,
    external_id: str | None = None,
    files: Sequence[IncomingFile] = (),
    at: datetime | None = None,
    html: str = "",
    **more: Any,  # fields of IncomingMail
) -> IncomingMessage:
    """Return a mail as the channel would hand it over. answers: the Message-IDs it answers, oldest first."""
    mail_id = f"<m{next(_counter)}@shop.example>" if mail_id is None else mail_id
    references = (answers,) if isinstance(answers, str) else tuple(answers)
    more.setdefault("to", (("", ADDRESS),))
    key = hashlib.sha256(f"{mail_id}{text}".encode()).hexdigest()
    found = IncomingMail(
        mail_id=mail_id,
        in_reply_to=references[-1] if references else "",
        references=references,
        subject=subject,
        from_address=sender,
        from_name=name,
        sent_at=at or clock.now(),
        proof=proof,
        content_key=key,
        **more,
    )
    return IncomingMessage(
        channel_id=channel_id,
        external_id=external_id or mail_id,
        peer=sender,
        sender=Sender(IdentityKind.EMAIL, sender, name, "dmarc" if proof is SenderProof.VERIFIED else None),
        text=text,
        html=html,
        subject=subject,
        sent_at=at or clock.now(),
        is_auto=bool(found.auto_kind),
        mail=found,
        files=tuple(files),
    )


def arrives(incoming: IncomingMessage) -> Message:
    """Have a mail received."""
    return db.retrying(lambda session: receive.receive_message(session, incoming))


def all_arrive(*incoming: IncomingMessage) -> list[Message]:
    """Have mails received in one batch."""
    return [one for one in db.retrying(lambda session: receive_many(session, incoming)) if one is not None]


def gateway_sends(channel_id: int) -> list[int]:
    """Send what is due on a mailbox, as its adapter would; return the message ids."""
    with db.transaction() as session:
        release.release_due(session)
        claimed = [message.id for message in delivery.claim(session, channel_id, owner="gateway")]
    for message_id in claimed:
        with db.transaction() as session:
            delivery.mark_sent(session, message_id)
    return claimed


def mail_of(message: Message) -> Mail:
    """Return what a message is as a mail."""
    with db.reading() as session:
        return session.get_one(Mail, message.id)


def links_of(ticket: Ticket) -> list[tuple[str, int]]:
    """Return the links of a ticket: kind and other ticket."""
    with db.reading() as session:
        found = session.execute(select(TicketLink.kind, TicketLink.other_id).where(TicketLink.ticket_id == ticket.id))
        return [(kind.value, other) for kind, other in found]


def identity_of(address: str) -> Identity:
    """Return the identity behind an address."""
    with db.reading() as session:
        return session.scalars(select(Identity).where(Identity.address == address)).one()


def answered(desk: Desk, box: int) -> Message:
    """Let vera write to the mailbox and anna answer; return the answer, which is sent."""
    asked = arrives(mail(box))
    answer = answers(asked.ticket_id, by=desk.cast.anna)
    gateway_sends(box)
    return answer


def message_now(message: Message) -> Message:
    """Return the message as it is in the database now."""
    with db.reading() as session:
        return session.get_one(Message, message.id)
