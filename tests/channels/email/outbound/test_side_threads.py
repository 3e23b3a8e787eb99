"""A side thread leaves by SMTP, and what a partner's program sends back lands in it and nowhere else."""

from email.message import EmailMessage

from sqlalchemy import func, select

from channels.email.incoming import Arrival, incoming_of
from channels.email.parse import parse_email
from helpdesk import clock, db
from helpdesk.actions import sides
from helpdesk.actions.receive_many import receive_many
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import Channel, Inbound, Message, SideMessage, Ticket
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import VERA, answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Kept, Sink

PARTNER = "oleh@carrier.example"


def begun(desk: Desk, ticket_id: int) -> int:
    partner = sides.Partner(address=PARTNER, name="Oleh")
    with db.transaction() as session:
        return sides.begin(
            session, ticket_id, partner, subject="4711", text="Where is **it**?", client_key="1", by=desk.cast.anna
        ).id


def answer_to(kept: Kept, text: str, *, sender: str = PARTNER, names_id: bool = True) -> bytes:
    """What a mail program sends when somebody presses reply."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, str(kept.mail["reply-to"]), "Re: 4711"
    mail["Message-ID"] = f"<{abs(hash((text, sender)))}@carrier.example>"
    if names_id:
        mail["In-Reply-To"] = str(kept.mail["message-id"])
    mail.set_content(f"{text}\n\nOn Monday, Desk Support wrote:\n> Where is it?\n")
    return mail.as_bytes()


def comes_back(channel: Channel, raw: bytes) -> list[Message | None]:
    with db.transaction() as session:
        row = Inbound(channel_id=channel.id, key=f"INBOX/1/{len(raw)}", raw=raw, received_at=clock.now())
        session.add(row)
        session.flush()
        arrival = Arrival(row.id, clock.now(), "0" * 64)
    incoming = incoming_of(parse_email(raw), (), arrival, channel_id=channel.id, config=MailboxConfig.of(channel))
    return db.retrying(lambda session: receive_many(session, [incoming]))


def test_it_goes_out_as_a_persons_mail_and_comes_back_aside(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    ticket_id = writes(channel, mail_id="<asked@shop.example>").ticket_id
    begun(desk, ticket_id)
    deliver(channel)
    (kept,) = sink.kept

    assert (kept.recipients, kept.mail["subject"], kept.text.strip()) == ((PARTNER,), "4711", "Where is **it**?")
    assert kept.mail["auto-submitted"] is None
    assert "asked@shop.example" not in kept.data.decode()
    assert VERA not in kept.data.decode()

    assert comes_back(channel, answer_to(kept, "In Lviv")) == [None]
    assert comes_back(channel, answer_to(kept, "In Odesa now", names_id=False)) == [None]

    with db.reading() as session:
        said = session.scalars(select(SideMessage.text).order_by(SideMessage.id)).all()
        assert [text.splitlines()[0] for text in said] == ["Where is **it**?", "In Lviv", "In Odesa now"]
        assert session.scalar(select(func.count()).select_from(Message)) == 1
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_the_customer_gets_nothing_of_it_and_what_they_send_stays_theirs(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    ticket_id = writes(channel, mail_id="<asked@shop.example>").ticket_id
    begun(desk, ticket_id)
    answers_by_mail(ticket_id, "It is on its way.", by=desk.cast.anna)
    deliver(channel)
    aside = next(kept for kept in sink.kept if kept.recipients == (PARTNER,))
    theirs = next(kept for kept in sink.kept if kept.recipients == (VERA,))
    assert "4711" not in theirs.text

    (message,) = comes_back(channel, answer_to(aside, "Who is Oleh?", sender=VERA))

    assert message is not None
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(SideMessage)) == 1
