"""Mailboxes for tests: a channel of kind email, and mails on tickets of it."""

import uuid
from typing import Any

from sqlalchemy import select

from helpdesk import clock, db, secrets
from helpdesk.actions import reply
from helpdesk.actions.receive_many import receive_many
from helpdesk.actions.reply import Writing
from helpdesk.incoming import IncomingMail, IncomingMessage, Sender
from helpdesk.models import Channel, ChannelKind, IdentityKind, Mail, Message, SenderProof, Setting
from helpdesk.permissions import Actor
from helpdesk.tokens import new_name

ADDRESS = "support@desk.test"
VERA = "vera@shop.example"


def mailbox(smtp_port: int = 9, *, address: str = ADDRESS, password: str = "", **config: Any) -> Channel:
    """Open a mailbox that sends by a loopback port; undo-send is off."""
    with db.transaction() as session:
        session.merge(
            Setting(
                key="undo_send_s",
                value={"value": {"webchat": 0, "telegram": 0, "email": 0}},
                updated_at=clock.now(),
            )
        )
        server = {"host": "127.0.0.1", "port": smtp_port, "security": "none", "username": "support" if password else ""}
        channel = Channel(
            kind=ChannelKind.EMAIL,
            name=address,
            public_key=new_name(),
            config={
                "address": address,
                "from_name": "Desk Support",
                "imap": {**server, "port": 9},
                "smtp": server,
                **config,
            },
            secret_id=secrets.store(session, b'{"smtp_password":"%s"}' % password.encode()) if password else None,
            created_at=clock.now(),
        )
        session.add(channel)
        session.flush()
        return channel


def writes(
    channel: Channel,
    text: str = "My order has not come.",
    *,
    address: str = VERA,
    name: str = "Vera",
    subject: str = "Where is my order?",
    proof: SenderProof = SenderProof.VERIFIED,
    mail_id: str = "",
    auto_kind: str = "",
    **mail: Any,
) -> Message:
    """Have a customer's mail received."""
    mail_id = mail_id or f"<{uuid.uuid4()}@shop.example>"
    incoming = IncomingMessage(
        channel_id=channel.id,
        external_id=mail_id,
        peer=address,
        sender=Sender(
            IdentityKind.EMAIL, address, name, verified_by="dmarc" if proof is SenderProof.VERIFIED else None
        ),
        text=text,
        sent_at=clock.now(),
        subject=subject,
        is_auto=bool(auto_kind),
        mail=IncomingMail(
            mail_id=mail_id,
            subject=subject,
            from_address=address,
            from_name=name,
            proof=proof,
            auto_kind=auto_kind,
            to=(("", ADDRESS),),
            **mail,
        ),
    )
    received = db.retrying(lambda session: receive_many(session, [incoming]))[0]
    assert received is not None
    return received


def answers_by_mail(ticket_id: int, text: str = "It is on its way.", *, by: Actor) -> Message:
    """Have an agent answer a ticket by mail."""
    with db.transaction() as session:
        return reply.send_reply(session, ticket_id, Writing(text, str(uuid.uuid4())), by=by)


def mail_of(message: Message) -> Mail:
    """Return what a message is as a mail."""
    with db.reading() as session:
        return session.scalars(select(Mail).where(Mail.message_id == message.id)).one()


def stored(message: Message) -> Message:
    """Return a message as it is now."""
    with db.reading() as session:
        return session.get_one(Message, message.id)
